package io.freshet.bench.visible;

import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.FlinkApplication;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Pings as they happen, with somebody at Trino who asks again and again: how long each row waits
 * from when the log received it until an answer counts it, by the time between commits.
 */
public final class FreshnessBench {
  private static final String PINGS = "dasher_pings";
  private static final long SEED = 9;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Commits of a writer that has just started, which has compiled nothing yet. */
  private static final int WARM_UP = 3;

  private final Stage stage;
  private final Function<Duration, FlinkApplication> writer;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param writer of pings alone, by the time between its commits
   */
  public FreshnessBench(Stage stage, Function<Duration, FlinkApplication> writer) {
    this.stage = stage;
    this.writer = writer;
  }

  /**
   * @param span how long events come at each interval
   * @param rate events a second
   */
  public FreshnessResult run(List<Duration> intervals, Duration span, double rate)
      throws Exception {
    Machine machine = Machine.here();
    List<Waits> waits = new ArrayList<>();
    for (Duration interval : intervals) {
      waits.add(measure(interval, span, rate));
    }

    return new FreshnessResult(machine, waits, findings);
  }

  private Waits measure(Duration interval, Duration span, double rate) throws Exception {
    Contract pings = stage.contracts().require(PINGS);
    TableIdentifier table = TableLayout.name(pings);
    FlinkApplication job = writer.apply(interval);
    stage.start(job);
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Lookout trino =
            Lookout.on("Pings in Trino", Sights.trino(stage, "select count(*) from " + table))) {
      warmUp(catalog, table, interval, rate);
      Instant begin = Instant.now();
      long before = seen(catalog, table);
      long sent = simulate(interval, span, rate);
      awaitAll(catalog, table, before + sent);
      trino.await(rows(catalog, table), PATIENCE);

      return waits(interval, LakeCatalog.require(catalog, table), begin, trino);
    } finally {
      stage.platform().retire(job);
    }
  }

  /** Until the writer has made its first commits, however slow the machine is at the start. */
  private void warmUp(Catalog catalog, TableIdentifier table, Duration interval, double rate)
      throws Exception {
    Instant begin = Instant.now();
    long expected = seen(catalog, table);
    while (commits(catalog, table, begin).size() < WARM_UP) {
      expected += simulate(interval, interval.multipliedBy(WARM_UP), rate);
      awaitAll(catalog, table, expected);
    }
  }

  private long simulate(Duration interval, Duration span, double rate) {
    Countdown countdown =
        new Countdown(
            "a commit every %d s".formatted(interval.toSeconds()),
            span.toSeconds(),
            stage.progress());
    try (Simulator simulator = Simulator.connect(stage.settings())) {
      return simulator
          .simulate(
              MarketplaceSettings.live(SEED, rate, Instant.now(), span),
              Speed.LIVE,
              progress -> countdown.at(progress.elapsed().toSeconds()))
          .counts()
          .pings()
          .sent();
    }
  }

  private void awaitAll(Catalog catalog, TableIdentifier table, long records) {
    new Countdown("last commits", records, stage.progress())
        .await(() -> seen(catalog, table), PATIENCE);
  }

  private static long seen(Catalog catalog, TableIdentifier table) {
    return Ledger.of(LakeCatalog.require(catalog, table).properties()).total().seen();
  }

  private static long rows(Catalog catalog, TableIdentifier table) {
    return commits(catalog, table, Instant.EPOCH).stream().mapToLong(Commit::rows).max().orElse(0);
  }

  private static List<Commit> commits(Catalog catalog, TableIdentifier table, Instant since) {
    return Commit.of(LakeCatalog.require(catalog, table), since);
  }

  private Waits waits(Duration interval, Table table, Instant begin, Lookout trino)
      throws Exception {
    List<Commit> measured = Commit.of(table, begin);
    LongStream.Builder millis = LongStream.builder();
    int unseen = 0;
    for (Commit commit : measured) {
      Optional<Instant> seen = trino.firstAtLeast(commit.rows());
      if (seen.isPresent()) {
        addWaits(table, commit, seen.get(), millis);
      } else {
        unseen++;
      }
    }
    if (measured.isEmpty() || unseen > 0) {
      findings.add(
          "With a commit every %s, %d of %d commits were not seen in Trino"
              .formatted(interval, unseen, measured.size()));
    }

    return new Waits(interval, measured.size() - unseen, millis.build().toArray());
  }

  private static void addWaits(Table table, Commit commit, Instant seen, LongStream.Builder millis)
      throws Exception {
    long parent = table.snapshot(commit.snapshot()).parentId();
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table)
            .appendsBetween(parent, commit.snapshot())
            .select(PlatformColumns.RECEIVED_AT)
            .build()) {
      for (Record row : rows) {
        OffsetDateTime received = (OffsetDateTime) row.getField(PlatformColumns.RECEIVED_AT);
        millis.add(Duration.between(received.toInstant(), seen).toMillis());
      }
    }
  }
}
