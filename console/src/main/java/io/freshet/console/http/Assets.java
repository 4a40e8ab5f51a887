package io.freshet.console.http;

import io.freshet.core.server.page.PageFile;
import io.freshet.core.server.page.Palette;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What pages load: all of it comes from here. */
final class Assets {
  private static final String PREFIX = "/assets/";
  private static final Map<String, String> FILES =
      Map.of(
          "console.css", "text/css; charset=utf-8",
          "console.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");

  private final Map<String, PageFile> byPath = new TreeMap<>();

  Assets() {
    FILES.forEach((name, mediaType) -> byPath.put(PREFIX + name, read(name, mediaType)));
  }

  Optional<PageFile> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static PageFile read(String name, String mediaType) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }

      byte[] bytes = in.readAllBytes();

      return PageFile.of(mediaType, name.endsWith(".css") ? Palette.before(bytes) : bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
