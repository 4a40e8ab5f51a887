package io.freshet.cli.contract.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What parts export: as {@code docs/reference/metrics.md} lists it, and as code names it. */
public final class ExportedMetrics {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| `(freshet_\\w+)` \\| (gauge|counter|histogram) \\|");
  private static final Pattern IN_CODE =
      Pattern.compile(
          "\"(freshet[._](?:catalog|lineage|gateway|live|orders|capture|console|door|table|receipt|nightly|dead|flink)[._][a-z._]+)\"");
  private static final Pattern IN_EXPRESSION = Pattern.compile("\\bfreshet_\\w+");
  private static final List<String> PARTS =
      List.of(
          "catalog/src/main/java",
          "lineage/src/main/java",
          "core/server/src/main/java/io/freshet/core/server/http/HttpDoor.java",
          "console/src/main/java/io/freshet/console/http/LoginMetrics.java",
          "console/src/main/java/io/freshet/console/http/NightlyMetrics.java",
          "console/src/main/java/io/freshet/console/http/PageMetrics.java",
          "console/src/main/java/io/freshet/console/metrics",
          "console/src/main/java/io/freshet/console/receipts/JobFigure.java",
          "ingestion/event-gateway/src/main/java",
          "ingestion/change-capture/src/main/java",
          "serving/live/src/main/java",
          "serving/orders/src/main/java");

  private ExportedMetrics() {}

  /** By the names that a scrape has; of a histogram those of its series. */
  public static Set<String> series() {
    return listed().stream()
        .flatMap(
            metric ->
                metric.group(2).equals("histogram")
                    ? Stream.of("_bucket", "_sum", "_count").map(metric.group(1)::concat)
                    : Stream.of(metric.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What an expression of PromQL asks for. */
  public static Set<String> askedForBy(String expression) {
    return found(IN_EXPRESSION, expression)
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Without what Micrometer adds for their kind. */
  static Set<String> listedNames() {
    return listed().stream()
        .map(metric -> bare(metric.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same, from the literals in the parts' code. */
  static Set<String> namesInCode() {
    return literals()
        .map(name -> bare(name.replace('.', '_')))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that stand in code as a scrape has them, but for a counter's ending. */
  static Set<String> wholeNamesInCode() {
    return literals()
        .filter(name -> !name.contains("."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> literals() {
    return sources().stream()
        .flatMap(file -> found(IN_CODE, read(file)))
        .map(name -> name.group(1))
        .filter(name -> !name.replace('.', '_').startsWith("freshet_capture_was_not_told"));
  }

  static List<Path> sources() {
    return PARTS.stream().flatMap(part -> files(PROJECT.resolve(part)).stream()).toList();
  }

  private static List<MatchResult> listed() {
    return found(LISTED, read(PROJECT.resolve("docs/reference/metrics.md"))).toList();
  }

  private static String bare(String name) {
    return name.replaceFirst("_(total|seconds|bytes)$", "");
  }

  private static Stream<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static List<Path> files(Path place) {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
