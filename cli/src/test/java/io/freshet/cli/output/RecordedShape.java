package io.freshet.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which fields a command's JSON had in released versions, and of which kind. Recorded files never
 * change; {@code -Dfreshet.record=VERSION} records a release, before it is one.
 */
public final class RecordedShape {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-shapes");

  private RecordedShape() {}

  /**
   * Fails where a field is gone that a release had, or is of another kind.
   *
   * @param command such as {@code dlq list}
   */
  public static void assertKept(String command, JsonNode result) {
    Set<String> fields = new TreeSet<>();
    add("", result, fields);
    try {
      String name = command.replace(' ', '-') + ".txt";
      String recorded = System.getProperty("freshet.record", "");
      if (!recorded.isEmpty()) {
        Files.write(Files.createDirectories(RECORDED.resolve(recorded)).resolve(name), fields);
      }
      List<Path> releases = releases(name);
      assertThat(releases).as("releases that have %s", command).isNotEmpty();
      for (Path release : releases) {
        assertThat(fields).as(release.toString()).containsAll(Files.readAllLines(release));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> releases(String name) throws IOException {
    try (Stream<Path> versions = Files.list(RECORDED)) {
      return versions.map(version -> version.resolve(name)).filter(Files::exists).toList();
    }
  }

  private static void add(String path, JsonNode node, Set<String> fields) {
    switch (node.getNodeType()) {
      case OBJECT ->
          node.properties()
              .forEach(field -> add(path + "." + field.getKey(), field.getValue(), fields));
      case ARRAY -> node.forEach(element -> add(path + "[]", element, fields));
      case BOOLEAN, NUMBER, STRING, NULL ->
          fields.add("%s: %s".formatted(path, node.getNodeType().name().toLowerCase(Locale.ROOT)));
      case BINARY, MISSING, POJO ->
          throw new AssertionError("%s is no JSON: %s".formatted(path, node.getNodeType()));
    }
  }
}
