package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That a reader of our documents who follows a link within the repository gets somewhere. */
class DocumentLinksTest {
  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

  /** What builds and tools leave behind. */
  private static final Set<String> FOREIGN = Set.of("target", "node_modules", "__pycache__");

  private static final Pattern CODE =
      Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1|(?<!`)(`+)(?!`)(?:(?!\n\n).)*?(?<!`)\\2(?!`)");
  private static final Pattern LINK =
      Pattern.compile(
          "(?m)]\\(<?([^)>\\s]+)>?(?: +\"[^\"]*\")?\\)|^ {0,3}\\[[^]]+]: +<?([^>\\s]+)");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

  @Test
  void leadsToFilesThatAreThere() throws IOException {
    List<Link> links = new ArrayList<>();
    for (Path document : documents()) {
      links.addAll(links(document, Files.readString(document)));
    }

    assertThat(links).hasSizeGreaterThan(200);
    assertThat(links).filteredOn(link -> !Files.exists(link.target())).isEmpty();
  }

  @Test
  void findsLinksAsMarkdownHasThem() {
    String text =
        """
        See [one](a/b.md#part), ![two](<c.png> "What it shows") and [three][3]; not [that](#part),
        [this](https://example.org/x.md), `[code](d.md)` or
        ```
        [more](e.md)
        ```

        [3]: ../f.md
        """;

    assertThat(links(PROJECT.resolve("docs/page.md"), text))
        .extracting(link -> PROJECT.relativize(link.target()).toString())
        .containsExactly("docs/a/b.md", "docs/c.png", "f.md");
  }

  /** Where a document points to, by its own words. */
  private record Link(Path document, String words) {
    Path target() {
      return document.resolveSibling(words.replaceFirst("#.*", "")).normalize();
    }

    @Override
    public String toString() {
      return "%s: %s".formatted(PROJECT.relativize(document), words);
    }
  }

  private static List<Link> links(Path document, String text) {
    return LINK.matcher(CODE.matcher(text).replaceAll(""))
        .results()
        .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
        .filter(words -> !words.startsWith("#") && !ELSEWHERE.matcher(words).matches())
        .map(words -> new Link(document, words))
        .toList();
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        PROJECT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean isOurs =
                folder.equals(PROJECT) || !(name.startsWith(".") || FOREIGN.contains(name));

            return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }

            return FileVisitResult.CONTINUE;
          }
        });

    return documents;
  }
}
