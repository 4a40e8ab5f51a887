package io.freshet.console.http;

import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Findings;
import io.freshet.console.receipts.JobRun;
import io.freshet.console.receipts.Receipt;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gauges {@code freshet_nightly_*} of what each nightly has done last, and each backfill, by the
 * newest receipt of either. A run that ends before it has a day leaves no receipt: that one is
 * missing shows in how old {@code freshet_nightly_succeeded_timestamp_seconds} is. Thread-safe.
 */
final class NightlyMetrics implements MultiCollector {
  private final Supplier<Reading<List<Receipt>>> receipts;
  private final InstantSource clock;

  /**
   * @param receipts the newest first; asked at each scrape
   */
  NightlyMetrics(Supplier<Reading<List<Receipt>>> receipts, InstantSource clock) {
    this.receipts = receipts;
    this.clock = clock;
  }

  /** What a job has done last, and when it was well last. */
  private record Last(Receipt receipt, JobRun run, List<Receipt> well) {
    /** Not {@code job}: Prometheus gives each series that label itself, and moves ours away. */
    Labels labels() {
      return Labels.of(
          "nightly",
          run.job(),
          "table",
          String.join(",", receipt.tables()),
          "command",
          receipt.kind());
    }
  }

  @Override
  public MetricSnapshots collect() {
    Map<String, Gauge> gauges = new LinkedHashMap<>();
    List<Receipt> all = receipts.get().value().orElse(List.of());
    Findings.daysByTable(all, clock.instant())
        .forEach(
            (table, days) ->
                gauge(
                        gauges,
                        "freshet_nightly_found",
                        "Days of which its newest run of the last week found something amiss")
                    .add(Labels.of("table", table), days));
    for (Last last : lasts(all)) {
      gauge(gauges, "freshet_nightly_ok", "Whether its newest receipt says that all went well")
          .add(last.labels(), last.receipt().ok() ? 1 : 0);
      gauge(gauges, "freshet_nightly_ended_timestamp_seconds", "When it left its newest receipt")
          .add(last.labels(), seconds(last.receipt()));
      last.well()
          .forEach(
              receipt ->
                  gauge(
                          gauges,
                          "freshet_nightly_succeeded_timestamp_seconds",
                          "When it was well last")
                      .add(last.labels(), seconds(receipt)));
      last.run()
          .newestDay()
          .ifPresent(
              day ->
                  gauge(
                          gauges,
                          "freshet_nightly_day_timestamp_seconds",
                          "Midnight, in UTC, of the last local day that it has published")
                      .add(last.labels(), day.atStartOfDay(ZoneOffset.UTC).toEpochSecond()));
      last.run()
          .figures()
          .forEach(
              (figure, value) ->
                  gauge(gauges, figure.metric(), figure.meaning()).add(last.labels(), value));
      for (JobRun.Check check : last.run().checks()) {
        gauge(
                gauges,
                "freshet_nightly_check_ok",
                "Whether its rows passed a rule, in all of its days")
            .add(last.labels().merge(Labels.of("rule", check.rule())), check.ok() ? 1 : 0);
      }
    }

    return new MetricSnapshots(
        gauges.values().stream().map(Gauge::snapshot).toArray(MetricSnapshot[]::new));
  }

  private static List<Last> lasts(List<Receipt> receipts) {
    Map<String, Last> lasts = new LinkedHashMap<>();
    for (Receipt receipt : receipts) {
      receipt
          .run()
          .ifPresent(
              run -> {
                Last last =
                    lasts.computeIfAbsent(
                        receipt.kind() + " " + run.job(),
                        first -> new Last(receipt, run, new ArrayList<>()));
                if (receipt.ok() && last.well().isEmpty()) {
                  last.well().add(receipt);
                }
              });
    }

    return List.copyOf(lasts.values());
  }

  private static double seconds(Receipt receipt) {
    return receipt.at().toEpochMilli() / 1e3;
  }

  private static Gauge gauge(Map<String, Gauge> gauges, String name, String help) {
    return gauges.computeIfAbsent(name, first -> new Gauge(name, help, new ArrayList<>()));
  }

  private record Gauge(String name, String help, List<GaugeDataPointSnapshot> points) {
    void add(Labels labels, double value) {
      points.add(new GaugeDataPointSnapshot(value, labels, null));
    }

    GaugeSnapshot snapshot() {
      GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(help);
      if (name.endsWith("_seconds")) {
        builder.unit(Unit.SECONDS);
      } else if (name.endsWith("_bytes")) {
        builder.unit(Unit.BYTES);
      }
      points.forEach(builder::dataPoint);

      return builder.build();
    }
  }
}
