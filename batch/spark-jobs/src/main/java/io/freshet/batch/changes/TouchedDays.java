package io.freshet.batch.changes;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.try_element_at;

import io.freshet.batch.lake.InputChanges;
import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.MarketZones;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.Source;
import io.freshet.core.lake.PublishedDay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the partitions of a job that rows touch which have come or gone since certain snapshots of
 * its inputs: all of those, and none but those that such a row, or one of its entity's, lies in.
 */
final class TouchedDays {
  private static final String MARKET = "market";
  private static final String TIME = "event_time";

  private final NightlyJob job;
  private final Inputs inputs;
  private final InputChanges changes;
  private final MarketZones zones;

  TouchedDays(NightlyJob job, Inputs inputs) {
    this.job = job;
    this.inputs = inputs;
    this.changes = new InputChanges(inputs);
    this.zones = MarketZones.of(inputs.rows(NightlyJob.MARKETS));
  }

  /**
   * @param base by table, as a published day names what it rests on
   */
  Touched since(Map<String, PublishedDay.Input> base) {
    Touched touched = new Touched();
    MovedMarkets moved = MovedMarkets.since(base(base, NightlyJob.MARKETS), inputs, changes);
    for (Source source : job.sources()) {
      Optional<Dataset<Row>> changed =
          base(base, source.contract()).flatMap(from -> changes.since(source.contract(), from));
      if (changed.isEmpty() || moved.isUnknown()) {
        touched.addAll(inputs.table(source.contract()));
      } else {
        Dataset<Row> rows = changed.get().where(source.relevant());
        add(touched, source, zones, rows);
        if (moved.any()) {
          Dataset<Row> theirs = relevant(source).where(col(MARKET).isin(moved.names()));
          add(touched, source, zones, theirs);
          add(touched, source, moved.before(), theirs);
        }
      }
    }

    return touched;
  }

  private Optional<PublishedDay.Input> base(Map<String, PublishedDay.Input> base, String contract) {
    return Optional.ofNullable(base.get(inputs.table(contract)));
  }

  private Dataset<Row> relevant(Source source) {
    return inputs.rows(source.contract()).where(source.relevant());
  }

  private void add(Touched touched, Source source, MarketZones in, Dataset<Row> rows) {
    String table = inputs.table(source.contract());
    if (in.zones().isEmpty()) {
      return;
    }
    for (Dataset<Row> times : times(source, rows)) {
      times
          .select(col(MARKET), localDay(in, col(TIME)).as("day"))
          .where(col("day").isNotNull())
          .distinct()
          .collectAsList()
          .forEach(
              row -> touched.add(job.period().begin(row.getLocalDate(1)), table, row.getString(0)));
    }
  }

  /** The times whose days the rows count into. */
  private List<Dataset<Row>> times(Source source, Dataset<Row> rows) {
    return source
        .entity()
        .map(entity -> ofEntities(source, entity, rows))
        .orElseGet(() -> List.of(rows.select(col(MARKET), explode(around(source)).as(TIME))));
  }

  private static Column around(Source source) {
    Column reach = expr("INTERVAL %d SECONDS".formatted(source.around().toSeconds()));

    return array(col(TIME).minus(reach), col(TIME), col(TIME).plus(reach));
  }

  private List<Dataset<Row>> ofEntities(Source source, String entity, Dataset<Row> rows) {
    Row bounds = rows.agg(min(TIME), max(TIME)).head();
    if (bounds.isNullAt(0)) {
      return List.of();
    }
    Dataset<Row> entities = rows.select(MARKET, entity).distinct();
    List<Dataset<Row>> times = new ArrayList<>();
    // What is gone is in no table any more.
    times.add(rows.where(source.deciding()).select(MARKET, TIME));
    for (Source other : job.sources()) {
      if (other.entity().equals(source.entity())) {
        times.add(
            relevant(other)
                .where(other.deciding())
                .where(col(TIME).geq(lit(bounds.<Instant>getAs(0).minus(other.around()))))
                .where(col(TIME).leq(lit(bounds.<Instant>getAs(1).plus(other.around()))))
                .join(entities, new String[] {MARKET, entity}, "left_semi")
                .select(MARKET, TIME));
      }
    }

    return times;
  }

  /** Null where the market is unknown: such rows are of no day. */
  private static Column localDay(MarketZones in, Column time) {
    Column[] entries =
        in.zones().entrySet().stream()
            .flatMap(zone -> Stream.of(lit(zone.getKey()), lit(zone.getValue().getId())))
            .toArray(Column[]::new);

    return to_date(from_utc_timestamp(time, try_element_at(map(entries), col(MARKET))));
  }
}
