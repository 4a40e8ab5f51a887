package io.freshet.batch.supply;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.batch.Rows;
import io.freshet.batch.Rows.Minute;
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
class MarketSupplyHourlyTest {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private final SparkSession spark;
  private final Rows rows;

  MarketSupplyHourlyTest(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
  }

  @Test
  void countsEachMinuteOnceAsItWasToldLast() {
    List<Row> hours =
        hours(
            DAY,
            minute("2008-05-19T19:01:00Z", 1, 4, null),
            minute("2008-05-19T19:01:00Z", 2, 6, 90),
            minute("2008-05-19T19:02:00Z", 1, 2, 30));

    assertThat(hours).hasSize(1);
    Row hour = hours.get(0);
    assertThat(hour.<Integer>getAs("local_hour")).isEqualTo(12);
    assertThat(hour.<Long>getAs("told_minutes")).isEqualTo(2);
    assertThat(hour.<Long>getAs("online_dasher_minutes")).isEqualTo(8);
    assertThat(hour.<Integer>getAs("fewest_online_dashers")).isEqualTo(2);
    assertThat(hour.<Integer>getAs("most_online_dashers")).isEqualTo(6);
    assertThat(hour.<Integer>getAs("longest_wait_seconds")).isEqualTo(90);
  }

  @Test
  void countsTheMinuteThatEndsAtMidnightIntoTheDayThatEnds() {
    assertThat(hours(DAY, minute("2008-05-20T07:00:00Z", 1, 4, null)))
        .extracting(row -> row.<Integer>getAs("local_hour"))
        .containsExactly(23);
    assertThat(hours(DAY.plusDays(1), minute("2008-05-20T07:00:00Z", 1, 4, null))).isEmpty();
  }

  @Test
  void addsUpTheHourThatTheClocksRepeat() {
    LocalDate clocksBack = LocalDate.parse("2008-11-02");

    assertThat(
            hours(
                clocksBack,
                minute("2008-11-02T08:30:00Z", 1, 4, null),
                minute("2008-11-02T09:30:00Z", 1, 4, null)))
        .extracting(row -> row.<Integer>getAs("local_hour"), row -> row.<Long>getAs("told_minutes"))
        .containsExactly(tuple(1, 2L));
  }

  private static Minute minute(String end, int revision, int online, Integer wait) {
    return new Minute(SAN_FRANCISCO, end, revision, online, wait);
  }

  private List<Row> hours(LocalDate day, Minute... minutes) {
    Dataset<Row> markets =
        rows.markets(
            List.of(Rows.market(SAN_FRANCISCO, "America/Los_Angeles", "2008-01-01T00:00:00Z")));

    return MarketSupplyHourly.rows(
            rows.minutes(List.of(minutes)),
            MarketDays.of(markets, day).toDataset(spark),
            markets,
            day)
        .collectAsList();
  }
}
