package io.freshet.bench.visible;

import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.City;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * A local day ends in every market, in events that come as fast as they can; the commit that
 * completes it starts Airflow's nightly, and what that publishes starts dbt.
 */
final class Night {
  private static final String MART = "marts.dasher_performance";
  private static final List<String> INPUTS = List.of("dasher_pings", "order_events");
  private static final String DERIVED = "dasher_efficiency";
  private static final long SEED = 7;
  private static final double RATE = 1;
  private static final Duration BEFORE = Duration.ofHours(12);
  private static final Duration AFTER = Duration.ofHours(2);
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private final Stage stage;
  private final ZoneId westernmost;
  private final LocalDate day;

  private Night(Stage stage, ZoneId westernmost, LocalDate day) {
    this.stage = stage;
    this.westernmost = westernmost;
    this.day = day;
  }

  /** The newest one after which so much time has passed that nothing of it lies ahead. */
  static Night before(Instant now, Stage stage) {
    Instant late = now.minus(AFTER).minus(Duration.ofMinutes(5));
    ZoneId westernmost =
        City.shipped().stream()
            .map(City::timeZone)
            .min(Comparator.comparing(zone -> late.atZone(zone).getOffset().getTotalSeconds()))
            .orElse(ZoneOffset.UTC);

    return new Night(stage, westernmost, late.atZone(westernmost).toLocalDate().minusDays(1));
  }

  /** Runs it; gives what came when. */
  List<Delay> run() throws Exception {
    Instant end = day.plusDays(1).atStartOfDay(westernmost).toInstant();
    try (Lookout complete =
            Lookout.on(
                "The day in the tables of events",
                Sights.catalog(stage, Night::watermark, tables(INPUTS)));
        Lookout published =
            Lookout.on(
                "The published day",
                Sights.catalog(stage, table -> hasDay(table) ? 1 : 0, tables(List.of(DERIVED))));
        Lookout mart = Lookout.on("The day in the mart", Sights.trino(stage, rowsOfTheDay()))) {
      // A day is announced to whoever has seen the table before it was complete.
      simulate(end.minus(BEFORE), BEFORE.dividedBy(2));
      complete.await(end.minus(BEFORE).toEpochMilli(), PATIENCE);
      simulate(end.minus(BEFORE.dividedBy(2)), BEFORE.dividedBy(2).plus(AFTER));
      Instant seen = complete.await(end.toEpochMilli(), PATIENCE);
      Instant commit = commit(seen);
      stage.progress().progress("night", "%s is complete; Airflow's nightly is due".formatted(day));
      Instant publishing = published.await(1, PATIENCE);
      stage.progress().progress("night", "published; dbt is due");
      Instant visible = mart.await(1, PATIENCE);

      return List.of(
          delay("a complete day: published by nightly", commit, publishing),
          delay("a complete day: in the mart, asked in Trino", commit, visible));
    }
  }

  private void simulate(Instant start, Duration span) {
    MarketplaceSettings events = MarketplaceSettings.of(SEED, RATE, start, span);
    try (Simulator simulator = Simulator.connect(stage.settings())) {
      simulator.simulate(
          events,
          Speed.MAX,
          progress ->
              stage.progress().progress("night", "%,d events".formatted(progress.events())));
    }
  }

  /** The newest commit of events when the day was seen to be complete. */
  private Instant commit(Instant seen) throws Exception {
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      return tables(INPUTS).stream()
          .flatMap(name -> Commit.of(LakeCatalog.require(catalog, name), Instant.EPOCH).stream())
          .map(Commit::at)
          .filter(at -> !at.isAfter(seen))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private List<TableIdentifier> tables(List<String> contracts) {
    return contracts.stream()
        .map(contract -> TableLayout.name(stage.contracts().require(contract)))
        .toList();
  }

  private String rowsOfTheDay() {
    return "select count(*) from %s where local_day = date '%s' and online_seconds is not null"
        .formatted(MART, day);
  }

  private boolean hasDay(Table table) {
    return PublishedDay.of(table.properties()).containsKey(day);
  }

  private static long watermark(Table table) {
    return TableWatermark.of(table.properties()).orElse(Instant.EPOCH).toEpochMilli();
  }

  private static Delay delay(String name, Instant commit, Instant seen) {
    return new Delay(name, Standing.OURS, List.of(Duration.between(commit, seen).toMillis() / 1e3));
  }
}
