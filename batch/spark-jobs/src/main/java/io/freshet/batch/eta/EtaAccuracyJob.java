package io.freshet.batch.eta;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.from_utc_timestamp;
import static org.apache.spark.sql.functions.min;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.nightly.Source;
import io.freshet.batch.nightly.Yield;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How right the ETAs were; {@link EtaAccuracy} is its rule. */
public final class EtaAccuracyJob implements NightlyJob {
  private static final String PREDICTIONS = "eta_predictions";
  private static final String ORDER_EVENTS = "order_events";
  private static final String ORDER = "order_id";

  @Override
  public String name() {
    return "eta_accuracy";
  }

  @Override
  public List<Source> sources() {
    return List.of(
        Source.of(PREDICTIONS).together(ORDER, EtaAccuracy.LONGEST_ORDER),
        Source.of(ORDER_EVENTS)
            .together(ORDER, EtaAccuracy.LONGEST_ORDER)
            .where(EtaAccuracy.arrival())
            .byDayOfOthers());
  }

  @Override
  public Yield prepare(Slice slice) {
    Dataset<Row> predictions = slice.rows(PREDICTIONS);
    Dataset<Row> orderEvents = slice.rows(ORDER_EVENTS);
    Dataset<Row> spoken = spoken(predictions, orderEvents, slice);

    return new Yield(
        EtaAccuracy.rows(predictions, orderEvents, slice.bounds(), slice.markets(), slice.date()),
        spoken.select("market", "hour", "stage").distinct().count(),
        List.of(
            QualityRule.total("predictions", spoken.count()),
            QualityRule.everyRow(
                "no more windows are kept than told",
                col("kept_windows")
                    .leq(col("windows"))
                    .and(col("windows").leq(col("predictions")))),
            QualityRule.everyRow(
                "no bias is larger than the error",
                abs(col("error_seconds")).leq(col("absolute_error_seconds"))),
            QualityRule.everyRow("hours are 0 to 23", col("local_hour").between(0, 23))),
        Map.of());
  }

  /** Orders and stages that count into the day: with a prediction in time, and none before it. */
  private static Dataset<Row> spoken(
      Dataset<Row> predictions, Dataset<Row> orderEvents, Slice slice) {
    String[] key = {"market", ORDER, "stage"};
    Dataset<Row> arrivals =
        orderEvents
            .where(EtaAccuracy.arrival())
            .select(col("market"), col(ORDER), col("event_time").as("arrival"));
    Dataset<Row> late =
        predictions
            .join(arrivals, new String[] {"market", ORDER})
            .where(col("event_time").geq(col("arrival")))
            .select("market", ORDER, "stage", "event_time");
    Dataset<Row> inTime =
        predictions
            .join(arrivals.select("market", ORDER), new String[] {"market", ORDER}, "left_semi")
            .select("market", ORDER, "stage", "event_time")
            .except(late);
    Dataset<Row> before =
        inTime.where(slice.days().follow(col("event_time"))).select("market", ORDER, "stage");

    return inTime
        .where(slice.days().hold(col("event_time")))
        .join(before, key, "left_anti")
        .groupBy("market", ORDER, "stage")
        .agg(min("event_time").as("first"))
        .join(slice.markets(), "market")
        .withColumn("hour", date_format(from_utc_timestamp(col("first"), col("time_zone")), "HH"));
  }
}
