package io.freshet.bench.batch;

import io.freshet.bench.batch.day.GeneratedDay;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * What {@code dasher_efficiency} says of a day, by whoever computed it.
 *
 * @param dashers by market and dasher the figures of {@link #FIGURES}, in their order
 */
record Efficiency(Map<String, List<Long>> dashers) {
  /** Idle time and utilisation follow from them. */
  static final List<String> FIGURES =
      List.of("pings", "online_seconds", "busy_seconds", "distance_meters", "deliveries");

  private static final String DISTANCE = "distance_meters";

  /** The last digit of a sine is not the same in every library, and hops are rounded. */
  private static final long DISTANCE_METERS_OFF = 1;

  private static final String QUERY = "efficiency.sql";
  private static final int KEYS = 2;

  Efficiency {
    dashers = Map.copyOf(dashers);
  }

  /** The question in SQL, the same for Spark and for DuckDB. */
  static String query() {
    String days =
        GeneratedDay.bounds().stream()
            .map(
                day -> "('%s', %d, %d)".formatted(day.market(), day.startMicros(), day.endMicros()))
            .collect(Collectors.joining(", "));
    try (InputStream query = Efficiency.class.getResourceAsStream(QUERY)) {
      return new String(query.readAllBytes(), StandardCharsets.UTF_8).replace("{days}", days);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the nightly has published it. */
  static Efficiency in(Table table) throws IOException {
    Map<String, List<Long>> dashers = new HashMap<>();
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      for (Record row : rows) {
        dashers.put(
            row.getField("market") + "\t" + row.getField("dasher_id"),
            FIGURES.stream().map(figure -> (Long) row.getField(figure)).toList());
      }
    }

    return new Efficiency(dashers);
  }

  /** As a query has answered: a row a line, tabs between the columns. */
  static Efficiency in(Path answer) throws IOException {
    Map<String, List<Long>> dashers = new HashMap<>();
    for (String line : Files.readAllLines(answer, StandardCharsets.UTF_8)) {
      List<String> values = List.of(line.split("\t"));
      dashers.put(
          String.join("\t", values.subList(0, KEYS)),
          values.subList(KEYS, values.size()).stream().map(Long::valueOf).toList());
    }

    return new Efficiency(dashers);
  }

  /**
   * How another answer differs, if it does; the way of a dasher may differ by a meter.
   *
   * @param whose the other is
   */
  List<String> findings(String whose, Efficiency other) {
    List<String> findings = new ArrayList<>();
    if (!dashers.keySet().equals(other.dashers.keySet())) {
      findings.add(
          "%s tells of %d dashers, the nightly of %d, and they are not the same"
              .formatted(whose, other.dashers.size(), dashers.size()));
    }
    for (int figure = 0; figure < FIGURES.size(); figure++) {
      int place = figure;
      long wrong =
          dashers.entrySet().stream()
              .filter(each -> other.dashers.containsKey(each.getKey()))
              .filter(each -> differ(place, each.getValue(), other.dashers.get(each.getKey())))
              .count();
      if (wrong > 0) {
        findings.add(
            "%s gives other %s for %d of %d dashers"
                .formatted(whose, FIGURES.get(figure), wrong, dashers.size()));
      }
    }

    return findings;
  }

  /** Dashers whose way is not exactly the same. */
  long roundedOtherwise(Efficiency other) {
    int distance = FIGURES.indexOf(DISTANCE);

    return dashers.entrySet().stream()
        .filter(each -> other.dashers.containsKey(each.getKey()))
        .filter(
            each ->
                !Objects.equals(
                    each.getValue().get(distance), other.dashers.get(each.getKey()).get(distance)))
        .count();
  }

  /** Figures that are zero for everybody: then there was nothing to compute. */
  List<String> idle() {
    return IntStream.range(0, FIGURES.size())
        .filter(place -> dashers.values().stream().allMatch(values -> values.get(place) == 0))
        .mapToObj(place -> "The nightly's %s are zero for everybody".formatted(FIGURES.get(place)))
        .toList();
  }

  private static boolean differ(int figure, List<Long> ours, List<Long> others) {
    long allowed = FIGURES.get(figure).equals(DISTANCE) ? DISTANCE_METERS_OFF : 0;

    return Math.abs(ours.get(figure) - others.get(figure)) > allowed;
  }
}
