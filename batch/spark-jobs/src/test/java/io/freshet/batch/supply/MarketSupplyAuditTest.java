package io.freshet.batch.supply;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.ping;
import static io.freshet.batch.Rows.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.Rows;
import io.freshet.batch.Rows.Minute;
import io.freshet.batch.Rows.Ping;
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

/** Each minute that is told here says that one order was created in it. */
@ExtendWith(SharedSpark.class)
class MarketSupplyAuditTest {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");
  private static final String ONLINE = "online_dashers";
  private static final String CREATED = "created_orders";

  private final SparkSession spark;
  private final Rows rows;

  MarketSupplyAuditTest(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
  }

  @Test
  void agreesForTheFiveMinutesAfterAPing() {
    Row online =
        audit(
            ONLINE,
            List.of(ping(1, "2008-05-19T19:00:00Z"), ping(1, "2008-05-19T19:00:00Z")),
            told("19:01", 1, 1),
            told("19:02", 1, 1),
            told("19:03", 1, 1),
            told("19:04", 1, 1),
            told("19:05", 1, 1),
            told("19:06", 1, 0));

    assertThat(verdicts(online)).isEqualTo("6 minutes: 6 agree");
    assertThat(amounts(online)).isEqualTo("told 5, computed 5");
  }

  @Test
  void callsCorrectedWhatWasToldAnewAndIsRightSince() {
    Row online =
        audit(
            ONLINE,
            List.of(ping(1, "2008-05-19T19:03:30Z"), ping(2, "2008-05-19T19:03:40Z")),
            told("19:04", 1, 1),
            told("19:04", 2, 2));

    assertThat(verdicts(online)).startsWith("5 minutes: 1 corrected, ");
    assertThat(online.<Long>getAs("corrected")).isEqualTo(1);
  }

  @Test
  void callsLateWhatCameMoreThanTwoMinutesAfterTheMinute() {
    Ping late = ping(2, "2008-05-19T19:00:30Z").receivedAt("2008-05-19T19:03:01Z");

    Row online =
        audit(
            ONLINE,
            List.of(ping(1, "2008-05-19T19:00:10Z"), late),
            told("19:01", 1, 1),
            told("19:02", 1, 2),
            told("19:03", 1, 2),
            told("19:04", 1, 2),
            told("19:05", 1, 2));

    assertThat(verdicts(online)).isEqualTo("5 minutes: 1 late, 4 agree");
    assertThat(amounts(online)).isEqualTo("told 9, computed 10, late 1");
  }

  @Test
  void callsLostWhatWasThereInTimeWhetherItsMinuteWasToldOrNot() {
    Row online =
        audit(
            ONLINE,
            List.of(ping(1, "2008-05-19T19:00:10Z"), ping(2, "2008-05-19T19:00:20Z")),
            told("19:01", 1, 2),
            told("19:02", 1, 1),
            told("19:03", 1, 2),
            told("19:04", 1, 2));

    assertThat(verdicts(online)).isEqualTo("5 minutes: 2 lost, 3 agree");
    assertThat(amounts(online)).isEqualTo("told 7, computed 10, lost 3");
  }

  @Test
  void callsSurplusWhatNoEventAccountsFor() {
    Row online = audit(ONLINE, List.of(), told("19:01", 1, 3));

    assertThat(verdicts(online)).isEqualTo("1 minutes: 1 surplus");
    assertThat(amounts(online)).isEqualTo("told 3, computed 0, surplus 3");
  }

  @Test
  void believesNoPhoneWhoseClockRunsAhead() {
    Ping ahead = ping(1, "2008-05-19T19:10:00Z").receivedAt("2008-05-19T19:08:59Z");

    assertThat(rowsOf(ONLINE, List.of(ahead))).isEmpty();
  }

  @Test
  void countsEachCreatedOrderOnceAndNoOtherStep() {
    List<Step> steps =
        List.of(
            step(1, 1, "created", "2008-05-19T19:00:30Z"),
            step(1, 1, "created", "2008-05-19T19:00:30Z"),
            step(1, 2, "confirmed", "2008-05-19T19:00:40Z"),
            step(2, 1, "created", "2008-05-19T19:01:00Z"));

    List<Row> created = rowsOf(CREATED, List.of(), steps, told("19:01", 1, 0));

    assertThat(created).hasSize(1);
    assertThat(verdicts(created.get(0))).isEqualTo("2 minutes: 1 lost, 1 agree");
    assertThat(amounts(created.get(0))).isEqualTo("told 1, computed 2, lost 1");
  }

  private static Minute told(String end, int revision, int online) {
    return new Minute(SAN_FRANCISCO, "2008-05-19T%s:00Z".formatted(end), revision, online, null);
  }

  private Row audit(String figure, List<Ping> pings, Minute... minutes) {
    List<Row> found = rowsOf(figure, pings, minutes);
    assertThat(found).hasSize(1);

    return found.get(0);
  }

  private List<Row> rowsOf(String figure, List<Ping> pings, Minute... minutes) {
    return rowsOf(figure, pings, List.of(), minutes);
  }

  private List<Row> rowsOf(String figure, List<Ping> pings, List<Step> steps, Minute... minutes) {
    Dataset<Row> markets =
        rows.markets(
            List.of(Rows.market(SAN_FRANCISCO, "America/Los_Angeles", "2008-01-01T00:00:00Z")));

    return MarketSupplyAudit.rows(
            rows.minutes(List.of(minutes)),
            rows.pings(pings),
            rows.steps(steps),
            MarketDays.of(markets, DAY).toDataset(spark),
            markets,
            DAY)
        .where("figure = '%s'".formatted(figure))
        .collectAsList();
  }

  private static String verdicts(Row row) {
    StringBuilder text = new StringBuilder(row.getAs("minutes") + " minutes:");
    String comma = " ";
    for (String verdict : List.of("corrected", "late", "lost", "surplus", "agreeing")) {
      long minutes = row.getAs(verdict + "_minutes");
      if (minutes > 0) {
        text.append("%s%d %s".formatted(comma, minutes, verdict.replace("agreeing", "agree")));
        comma = ", ";
      }
    }

    return text.toString();
  }

  private static String amounts(Row row) {
    StringBuilder text =
        new StringBuilder(
            "told %s, computed %s".formatted(row.getAs("told"), row.getAs("computed")));
    for (String cause : List.of("late", "lost", "surplus")) {
      long amount = row.getAs(cause);
      if (amount > 0) {
        text.append(", %s %d".formatted(cause, amount));
      }
    }

    return text.toString();
  }
}
