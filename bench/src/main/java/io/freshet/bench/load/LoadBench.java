package io.freshet.bench.load;

import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Positions;
import io.freshet.bench.ProcessorTimes;
import io.freshet.bench.Stage;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import io.freshet.local.FlinkApplication;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A marketplace whose events come as they happen, for minutes: whether lake and ETA path together
 * keep up with it, and what they hold meanwhile.
 */
public final class LoadBench {
  private static final String PINGS = "dasher_pings";
  private static final List<String> READ_BY_ETA = List.of(PINGS, "order_events");
  private static final String GENERATOR = "simulator";
  private static final long SEED = 13;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double NANOS = 1e9;
  private static final int MINUTE_SECONDS = 60;

  /** Of the wanted rate; with less, what generates the events is what does not keep up. */
  private static final double LEAST_SHARE = 0.98;

  private final Stage stage;
  private final FlinkApplication writer;
  private final FlinkApplication eta;
  private final List<String> findings = new ArrayList<>();

  /**
   * Good for one run.
   *
   * @param writer of pings alone
   * @param eta with checkpoints as short as lag is to be told
   */
  public LoadBench(Stage stage, FlinkApplication writer, FlinkApplication eta) {
    this.stage = stage;
    this.writer = writer;
    this.eta = eta;
  }

  /**
   * @param rate pings and order events a second
   */
  public LoadResult run(double rate, Duration span) throws Exception {
    Machine machine = Machine.here();
    stage.start(writer);
    stage.start(eta);
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Positions positions = Positions.of(stage);
        Simulator simulator = Simulator.connect(stage.settings())) {
      MarketplaceSettings settings = MarketplaceSettings.live(SEED, rate, Instant.now(), span);
      CompletableFuture<Simulator.Simulated> traffic =
          CompletableFuture.supplyAsync(
              () -> simulator.simulate(settings, Speed.LIVE, progress -> {}));
      try {
        TableIdentifier table = TableLayout.name(stage.contracts().require(PINGS));
        Watch watch = new Watch(catalog, table, positions, heap(writer), heap(eta));

        return measure(machine, rate, span, watch, traffic);
      } finally {
        simulator.stop();
        traffic.join();
      }
    }
  }

  private LoadResult measure(
      Machine machine,
      double rate,
      Duration span,
      Watch watch,
      CompletableFuture<Simulator.Simulated> traffic) {
    new Countdown("first events", 1, stage.progress()).await(watch::events, PATIENCE);
    Countdown countdown =
        new Countdown("%,.0f events a second".formatted(rate), span.toSeconds(), stage.progress());
    ProcessorTimes before = ProcessorTimes.of(stage.platform(), Map.of());
    Effort.Meter own = Effort.start();
    long begin = System.nanoTime();
    List<Minute> minutes = new ArrayList<>();
    List<Minute.Look> looks = new ArrayList<>();
    long eventsBefore = 0;
    while (!traffic.isDone()) {
      LockSupport.parkNanos(LOOK_NANOS);
      looks.add(watch.look());
      double seconds = (System.nanoTime() - begin) / NANOS;
      countdown.at((long) seconds);
      if (seconds >= (minutes.size() + 1) * MINUTE_SECONDS) {
        Minute minute = Minute.of(minutes.size() + 1, eventsBefore, looks);
        minutes.add(minute);
        eventsBefore += minute.events();
        looks.clear();
      }
    }
    double seconds = (System.nanoTime() - begin) / NANOS;
    if (looks.size() >= MINUTE_SECONDS / 2) { // the last one, which the traffic's end has cut
      minutes.add(Minute.of(minutes.size() + 1, eventsBefore, looks));
    }
    Map<String, Double> spent = ProcessorTimes.of(stage.platform(), Map.of()).since(before);
    spent.put(GENERATOR, own.read().cpuSeconds());
    long pings = watch.pings();
    long events = watch.events();
    long end = System.nanoTime();
    new Countdown("the rest: lake", pings, stage.progress()).await(watch::inLake, PATIENCE);
    new Countdown("the rest: ETAs", events, stage.progress()).await(watch::readByEta, PATIENCE);
    double drain = (System.nanoTime() - end) / NANOS;
    check(rate, events / seconds, pings, traffic.join());

    return new LoadResult(machine, minutes, pings, seconds, drain, spent, findings);
  }

  private void check(double rate, double reached, long pings, Simulator.Simulated sent) {
    if (reached < rate * LEAST_SHARE) {
      findings.add(
          "%,.0f events a second came, not %,.0f: the simulator did not keep up"
              .formatted(reached, rate));
    }
    if (pings != sent.counts().pings().sent()) {
      findings.add(
          "%d pings in the log, of %d sent".formatted(pings, sent.counts().pings().sent()));
    }
  }

  /** What is read again and again. */
  private static final class Watch {
    private final Catalog catalog;
    private final TableIdentifier table;
    private final Positions positions;
    private final HeapMeter writerHeap;
    private final HeapMeter etaHeap;
    private final Backlog ofLake = new Backlog();
    private final Backlog ofEta = new Backlog();

    Watch(
        Catalog catalog,
        TableIdentifier table,
        Positions positions,
        HeapMeter writerHeap,
        HeapMeter etaHeap) {
      this.catalog = catalog;
      this.table = table;
      this.positions = positions;
      this.writerHeap = writerHeap;
      this.etaHeap = etaHeap;
    }

    Minute.Look look() {
      double seconds = System.nanoTime() / NANOS;
      long events = events();
      ofLake.hasGrownTo(pings(), seconds);
      ofEta.hasGrownTo(events, seconds);

      return new Minute.Look(
          events,
          ofLake.age(inLake(), seconds),
          ofEta.age(readByEta(), seconds),
          writerHeap.usedMegabytes(),
          etaHeap.usedMegabytes());
    }

    long pings() {
      return positions.ends(List.of(PINGS));
    }

    long events() {
      return positions.ends(READ_BY_ETA);
    }

    long inLake() {
      return Ledger.of(LakeCatalog.require(catalog, table).properties()).total().seen();
    }

    long readByEta() {
      return positions.read(Positions.ETA_GROUP, READ_BY_ETA);
    }
  }

  private HeapMeter heap(FlinkApplication application) {
    return new HeapMeter(
        stage.platform().status().stream()
            .filter(part -> part.name().equals(application.jobManager()))
            .findFirst()
            .orElseThrow()
            .port()
            .orElseThrow());
  }
}
