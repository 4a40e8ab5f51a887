package io.freshet.testing.e2e;

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

/** The tests that a page names, as {@code `SomeTest.doesIt`}, held against those that are there. */
final class NamedTests {
  static final Path PROJECT = Path.of("..", "..").toAbsolutePath().normalize();

  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`");
  private static final Pattern TEST = Pattern.compile("^.*(?:Test|IT)\\.java$");

  private final Map<String, List<Path>> tests;

  private NamedTests(Map<String, List<Path>> tests) {
    this.tests = tests;
  }

  static NamedTests ofTheProject() throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT)) {
      return new NamedTests(
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .filter(file -> TEST.matcher(file.toString()).matches())
              .collect(Collectors.groupingBy(NamedTests::className)));
    }
  }

  static String page(String path) throws IOException {
    return Files.readString(PROJECT.resolve(path));
  }

  /** The rows of a page's tables, from the first that begins so on, but for rows that begin so. */
  static List<String> rows(String page, String heading) {
    return page.lines()
        .dropWhile(line -> !line.startsWith(heading))
        .filter(line -> line.startsWith("| ") && !line.startsWith(heading))
        .toList();
  }

  /** Whether a row names a test, or at least says so where there is none. */
  static boolean namesAnyOrSays(String row, String absence) {
    return NAMED.matcher(row).find() || row.contains(absence);
  }

  /** Those that a text names and nobody has. */
  List<String> absent(String text) {
    return NAMED
        .matcher(text)
        .results()
        .filter(named -> !isThere(named))
        .map(MatchResult::group)
        .toList();
  }

  private boolean isThere(MatchResult named) {
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
