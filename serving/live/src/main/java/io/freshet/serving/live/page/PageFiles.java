package io.freshet.serving.live.page;

import io.freshet.core.server.page.PageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tracking page and what it loads, by name. */
public final class PageFiles {
  private static final String PAGE = "page.html";
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final PageFile page;
  private final Map<String, PageFile> parts;

  private PageFiles(PageFile page, Map<String, PageFile> parts) {
    this.page = page;
    this.parts = parts;
  }

  public static PageFiles load() {
    Map<String, PageFile> parts =
        Stream.of(
                "page.css",
                "map.css",
                "icon.svg",
                "page.js",
                "address.js",
                "announcer.js",
                "arrival.js",
                "best.js",
                "connection.js",
                "ground.js",
                "kept.js",
                "map.js",
                "marks.js",
                "motion.js",
                "pace.js",
                "progress.js",
                "screen.js",
                "texts.js",
                "told.js",
                "transports.js",
                "view.js")
            .collect(Collectors.toMap(Function.identity(), PageFiles::read));

    return new PageFiles(read(PAGE), parts);
  }

  /** The page itself; what order it shows, it reads from its address. */
  public PageFile page() {
    return page;
  }

  /** What the page loads by that name. */
  public Optional<PageFile> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  private static PageFile read(String name) {
    String mediaType = MEDIA_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }

      return PageFile.of(mediaType, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
