package io.freshet.bench.visible;

import io.freshet.bench.Countdown;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.query.Trino;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Events as they happen, with somebody at Trino and somebody before the dashboard. */
final class Daytime {
  private static final String PINGS = "dasher_pings";
  private static final String SUPPLY = "market_supply";
  private static final long SEED = 8;
  private static final double RATE = 50;

  /** After the last event: a commit, and a look of the page. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(45);

  private final Stage stage;
  private final Callable<Served> dashboard;

  Daytime(Stage stage, Callable<Served> dashboard) {
    this.stage = stage;
    this.dashboard = dashboard;
  }

  /**
   * Runs it; gives what was seen of each commit in the meantime.
   *
   * @param chromium without it, nobody is before the dashboard
   */
  List<Delay> run(Duration span, Optional<Path> chromium) throws Exception {
    try (Served served = dashboard.call();
        Lookout catalog =
            Lookout.on(
                "Pings in the catalog",
                Sights.catalog(stage, Daytime::rows, List.of(table(PINGS))));
        Lookout trino =
            Lookout.on(
                "Pings in Trino", Sights.trino(stage, "select count(*) from " + table(PINGS)));
        Lookout supply =
            Lookout.on(
                "Supply in Trino", Sights.trino(stage, "select count(*) from " + table(SUPPLY)));
        Watched page = watch(served, chromium)) {
      Instant begin = simulate(span);

      List<Delay> delays = new ArrayList<>();
      List<Commit> pings = commits(PINGS, begin);
      List<Commit> supplies = commits(SUPPLY, begin);
      delays.add(delay("pings: in Trino", Standing.OURS, pings, trino, Commit::rows));
      delays.add(delay("pings: in the catalog alone", Standing.PEER, pings, catalog, Commit::rows));
      if (page.lookout().isPresent()) {
        try (Trino asked = Trino.open(stage.settings())) {
          delays.add(
              delay(
                  "supply: on the dashboard",
                  Standing.OURS,
                  supplies,
                  page.lookout().get(),
                  commit -> newestMinute(asked, commit)));
        }
      }
      delays.add(delay("supply: in Trino alone", Standing.PEER, supplies, supply, Commit::rows));

      return delays;
    }
  }

  /** A lookout that may not be there. */
  private record Watched(Optional<Lookout> lookout) implements AutoCloseable {
    @Override
    public void close() {
      lookout.ifPresent(Lookout::close);
    }
  }

  private static Watched watch(Served served, Optional<Path> chromium) {
    return new Watched(
        chromium.map(
            program ->
                Lookout.on("The dashboard", () -> DashboardPage.open(program, served.address()))));
  }

  private Instant simulate(Duration span) {
    Instant begin = Instant.now();
    Countdown countdown = new Countdown("daytime", span.toSeconds(), stage.progress());
    try (Simulator simulator = Simulator.connect(stage.settings())) {
      simulator.simulate(
          MarketplaceSettings.live(SEED, RATE, begin, span),
          Speed.LIVE,
          progress -> countdown.at(progress.elapsed().toSeconds()));
    }
    Instant end = Instant.now().plus(AFTERWARDS);
    new Countdown("last commits", AFTERWARDS.toSeconds(), stage.progress())
        .await(
            () -> AFTERWARDS.minus(Duration.between(Instant.now(), end)).toSeconds(), AFTERWARDS);

    return begin;
  }

  private List<Commit> commits(String contract, Instant begin) throws Exception {
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      return Commit.of(LakeCatalog.require(catalog, table(contract)), begin);
    }
  }

  /** Of those commits that were seen; the last ones may come after the last look. */
  private static Delay delay(
      String name,
      Standing standing,
      List<Commit> commits,
      Lookout lookout,
      ToLongFunction<Commit> figure) {
    List<Double> seconds = new ArrayList<>();
    for (Commit commit : commits) {
      lookout
          .firstAtLeast(figure.applyAsLong(commit))
          .map(seen -> Duration.between(commit.at(), seen).toMillis() / 1e3)
          .ifPresent(seconds::add);
    }

    return new Delay(name, standing, seconds);
  }

  private long newestMinute(Trino trino, Commit commit) {
    return trino.number(
        "select cast(to_unixtime(max(event_time)) * 1000 as bigint) from %s for version as of %d"
            .formatted(table(SUPPLY), commit.snapshot()));
  }

  private TableIdentifier table(String contract) {
    return TableLayout.name(stage.contracts().require(contract));
  }

  private static long rows(Table table) {
    return Commit.of(table, Instant.EPOCH).stream().mapToLong(Commit::rows).max().orElse(0);
  }
}
