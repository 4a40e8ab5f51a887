package io.freshet.batch.eta;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.Rows;
import io.freshet.batch.Rows.Prediction;
import io.freshet.batch.Rows.Step;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.nightly.MarketDays;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class EtaAccuracyTest {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");
  private static final String STAGE = "to_customer";
  private static final Step ARRIVAL = step(1, 7, "delivered", "2008-05-19T19:45:00Z");

  private final SparkSession spark;
  private final Rows rows;

  EtaAccuracyTest(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
  }

  @Test
  void letsTheFirstPredictionOfEachStageSpeakForTheOrder() {
    List<Row> hours =
        hours(
            List.of(
                prediction(1, STAGE, "19:05", "19:40", "19:44"),
                prediction(1, STAGE, "19:10", "19:45", "19:50"),
                prediction(1, "preparation", "19:00", "19:50", null)),
            ARRIVAL);

    assertThat(hours).hasSize(2);
    Row late = hours.get(1);
    assertThat(late.<Integer>getAs("local_hour")).isEqualTo(12);
    assertThat(late.<Long>getAs("error_seconds")).isEqualTo(-300);
    assertThat(late.<Long>getAs("absolute_error_seconds")).isEqualTo(300);
    assertThat(late.<Long>getAs("windows")).isEqualTo(1);
    assertThat(late.<Long>getAs("kept_windows")).isZero();
    Row early = hours.get(0);
    assertThat(early.<Long>getAs("error_seconds")).isEqualTo(300);
    assertThat(early.<Long>getAs("windows")).isZero();
  }

  @Test
  void meetsTheMiddleOfTheErrors() {
    List<Row> hours =
        hours(
            List.of(
                prediction(1, STAGE, "19:05", "19:46", null),
                prediction(2, STAGE, "19:05", "19:43", null),
                prediction(3, STAGE, "19:05", "19:45", null)),
            ARRIVAL,
            step(2, 7, "delivered", "2008-05-19T19:45:00Z"),
            step(3, 7, "delivered", "2008-05-19T19:45:00Z"));

    assertThat(hours.get(0).<Long>getAs("median_error_seconds")).isZero();
    assertThat(hours.get(0).<Long>getAs("predictions")).isEqualTo(3);
  }

  @Test
  void judgesNothingByAnArrivalThatAReplayInventedNorAfterTheArrival() {
    assertThat(hours(List.of(prediction(1, STAGE, "19:05", "19:46", null)), ARRIVAL.invented()))
        .isEmpty();
    assertThat(hours(List.of(prediction(1, STAGE, "19:45", "19:46", null)), ARRIVAL)).isEmpty();
  }

  private static Prediction prediction(
      long order, String stage, String made, String arrival, String latest) {
    String time = "2008-05-19T%s:00Z";

    return new Prediction(
        order,
        stage,
        time.formatted(made),
        time.formatted(arrival),
        latest == null ? null : time.formatted(latest));
  }

  private List<Row> hours(List<Prediction> predictions, Step... steps) {
    Dataset<Row> markets =
        rows.markets(
            List.of(Rows.market(SAN_FRANCISCO, "America/Los_Angeles", "2008-01-01T00:00:00Z")));

    return EtaAccuracy.rows(
            rows.predictions(predictions),
            rows.steps(List.of(steps)),
            MarketDays.of(markets, DAY).toDataset(spark),
            markets,
            DAY)
        .orderBy("stage")
        .collectAsList();
  }
}
