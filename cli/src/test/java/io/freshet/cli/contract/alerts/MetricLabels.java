package io.freshet.cli.contract.alerts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which labels metrics have, by the names that a scrape has: as the page lists them, as code builds
 * them, and as the console was seen to tell them.
 */
public final class MetricLabels {
  private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");
  private static final Path TOLD =
      Path.of("..", "console/src/test/resources/io/freshet/console/metrics/metrics.txt");
  private static final Pattern LISTED =
      Pattern.compile("(?m)^\\| `(freshet_\\w+)` \\| (gauge|counter|histogram) \\| ([^|]*)\\|");
  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
  private static final Pattern BUILT =
      Pattern.compile(
          "(?s)\\b(Gauge|Timer|Counter|FunctionCounter)\\s*\\.builder\\(\\s*\"(freshet\\.[a-z.]+)\""
              + "(.*?)\\.register\\(");
  private static final Pattern TAG = Pattern.compile("\\.tag\\(\\s*\"(\\w+)\"");
  private static final Pattern UNIT = Pattern.compile("\\.baseUnit\\(\"(\\w+)\"\\)");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^(freshet_\\w+)\\{(.*)} ");
  private static final Pattern SELECTOR = Pattern.compile("\\b(freshet_\\w+)\\{([^}]*)}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)(?:=~|!~|!=|=)\"");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

  /** Prometheus's own, and those of buckets. */
  private static final Set<String> OF_ALL = Set.of("instance", "le");

  private MetricLabels() {}

  static Map<String, Set<String>> listed() {
    Map<String, Set<String>> listed = new TreeMap<>();
    LISTED
        .matcher(read(PAGE))
        .results()
        .forEach(metric -> listed.put(metric.group(1), found(QUOTED, metric.group(3))));

    return listed;
  }

  /** Of what is built with its name, kind and labels in one place, which nearly all of it is. */
  static Map<String, Set<String>> built() {
    Map<String, Set<String>> built = new TreeMap<>();
    for (Path file : ExportedMetrics.sources()) {
      BUILT
          .matcher(read(file))
          .results()
          .forEach(metric -> built.put(scraped(metric), found(TAG, metric.group(3))));
    }

    return built;
  }

  /** As Micrometer names it to Prometheus. */
  private static String scraped(MatchResult metric) {
    String name = metric.group(2).replace('.', '_');

    return switch (metric.group(1)) {
      case "Timer" -> name + "_seconds";
      case "Gauge" ->
          UNIT.matcher(metric.group(3))
              .results()
              .map(unit -> name + "_" + unit.group(1))
              .findFirst()
              .orElse(name);
      default -> name + "_total";
    };
  }

  /** By the file that the console's test holds it to. */
  static Map<String, Set<String>> told() {
    Map<String, Set<String>> told = new TreeMap<>();
    SAMPLE
        .matcher(read(TOLD))
        .results()
        .forEach(sample -> told.put(sample.group(1), found(LABEL, sample.group(2))));

    return told;
  }

  /** What an expression of PromQL asks metrics for that they do not have. */
  public static List<String> unknownIn(String expression) {
    Map<String, Set<String>> listed = listed();
    List<String> unknown = new ArrayList<>();
    SELECTOR
        .matcher(expression)
        .results()
        .forEach(
            selector ->
                found(LABEL, selector.group(2)).stream()
                    .filter(label -> !known(listed, selector.group(1)).contains(label))
                    .forEach(label -> unknown.add(selector.group(1) + " has no label " + label)));
    Set<String> any =
        ExportedMetrics.askedForBy(expression).stream()
            .flatMap(name -> known(listed, name).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    GROUPED
        .matcher(expression)
        .results()
        .flatMap(group -> Stream.of(group.group(1).split(",\\s*")))
        .filter(label -> !label.isEmpty() && !any.contains(label))
        .forEach(label -> unknown.add("nothing here has the label " + label));

    return unknown;
  }

  private static Set<String> known(Map<String, Set<String>> listed, String series) {
    Set<String> known = new TreeSet<>(OF_ALL);
    known.addAll(listed.getOrDefault(series, Set.of()));
    known.addAll(listed.getOrDefault(series.replaceFirst("_(bucket|sum|count)$", ""), Set.of()));

    return known;
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(each -> each.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
