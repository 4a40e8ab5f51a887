package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That docs/security/threat-model.md names tests which are there, and no threat without either. */
class ThreatModelTest {
  private static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();
  private static final Path MODEL = PROJECT.resolve("docs/security/threat-model.md");
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Pattern TEST = Pattern.compile("^.*(?:Test|IT)\\.java$");
  private static final String THREATS = "| Threat |";

  private static String model;
  private static Map<String, List<Path>> tests;

  @BeforeAll
  static void reads() throws IOException {
    model = Files.readString(MODEL);
    try (Stream<Path> files = Files.walk(PROJECT)) {
      tests =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .filter(file -> TEST.matcher(file.toString()).matches())
              .collect(Collectors.groupingBy(ThreatModelTest::className));
    }
  }

  @Test
  void namesTestsThatAreThere() {
    List<String> absent =
        NAMED
            .matcher(model)
            .results()
            .filter(named -> !isThere(named))
            .map(MatchResult::group)
            .toList();

    assertThat(absent).isEmpty();
  }

  @Test
  void saysOfEachThreatWhatShowsThatItIsStoppedOrThatItIsOpen() {
    List<String> lines = model.lines().toList();
    long tables = lines.stream().filter(line -> line.startsWith(THREATS)).count();
    List<String> threats =
        model
            .lines()
            .dropWhile(line -> !line.startsWith(THREATS))
            .filter(line -> line.startsWith("| ") && !line.startsWith(THREATS))
            .toList();

    assertThat(tables).isGreaterThan(4);
    assertThat(threats)
        .hasSizeGreaterThan(60)
        .allMatch(line -> NAMED.matcher(line).find() || line.contains("**open**"));
  }

  private static boolean isThere(MatchResult named) {
    Pattern method = Pattern.compile("\\bvoid %s\\(".formatted(named.group(2)));

    return tests.getOrDefault(named.group(1), List.of()).stream()
        .anyMatch(file -> method.matcher(text(file)).find());
  }

  private static String className(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
