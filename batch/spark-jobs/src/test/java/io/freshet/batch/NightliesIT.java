package io.freshet.batch;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.ping;
import static io.freshet.batch.Rows.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.batch.Rows.Minute;
import io.freshet.batch.Rows.Prediction;
import io.freshet.batch.changes.ChangedRun;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.publish.DayReport;
import io.freshet.batch.publish.DayReport.Outcome;
import io.freshet.batch.publish.NightlyReport;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every nightly on one small lake: a week of San Francisco. */
@ExtendWith(SharedSpark.class)
class NightliesIT {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final String END_OF_TUESDAY = "2008-05-21T07:00:00Z";

  private final LakeFixture lake;

  NightliesIT(SparkSession spark) {
    this.lake = new LakeFixture(spark);
  }

  @BeforeEach
  void anOrderIsBroughtOnMonday() {
    lake.market(SAN_FRANCISCO, "America/Los_Angeles")
        .pings(ping(8, "2008-05-19T19:10:00Z").carrying(1), ping(8, "2008-05-19T19:11:00Z"))
        .steps(
            step(1, 1, "created", "2008-05-19T19:00:00Z").worth(2_000, "USD"),
            step(1, 7, "delivered", "2008-05-19T19:45:00Z").by(8).split(400L, 360L, 100L))
        .predictions(
            new Prediction(
                1, "wait", "2008-05-19T19:20:00Z", "2008-05-19T19:40:00Z", "2008-05-19T19:50:00Z"))
        .minutes(new Minute(SAN_FRANCISCO, "2008-05-19T19:01:00Z", 1, 4, 60));
    for (String input :
        List.of("dasher_pings", "order_events", "eta_predictions", "market_supply")) {
      lake.watermark(input, END_OF_TUESDAY);
    }
  }

  @Test
  void eachPublishesItsDayWithAReceipt() {
    for (NightlyJob job : Nightlies.ALL) {
      NightlyReport report = lake.runner().run(job, List.of(MONDAY));

      assertThat(report.ok()).as("%s: %s", job.name(), report).isTrue();
      assertThat(lake.receipts(job.name(), MONDAY)).as(job.name()).hasSize(1);
    }

    assertThat(lake.published("orders_history"))
        .containsExactly(
            "[san_francisco,1,2008-05-19,7,delivered,2008-05-19T19:00:00Z,2008-05-19T19:45:00Z,"
                + "null,8,5,2000,400,360,100,USD,null,false]");
    assertThat(lake.published("dasher_earnings_daily"))
        .containsExactly("[san_francisco,8,2008-05-19,USD,1,360,100,460,1,0]");
    assertThat(lake.published("restaurant_payouts_weekly"))
        .containsExactly("[san_francisco,5,2008-05-19,USD,1,1,0,2000,400,1600]");
    assertThat(lake.published("market_supply_hourly"))
        .containsExactly("[san_francisco,12,2008-05-19,1,4,3,1,3,2,1,1,4,4,60]");
    assertThat(lake.published("market_supply_audit"))
        .containsExactlyInAnyOrder(
            "[san_francisco,2008-05-19,12,created_orders,1,1,0,0,0,0,1,1,0,0,0,0]",
            "[san_francisco,2008-05-19,12,online_dashers,7,0,0,0,6,1,4,6,0,0,6,4]");
    assertThat(lake.published("eta_accuracy"))
        .containsExactly("[san_francisco,2008-05-19,12,wait,1,300,-300,-300,1,1]");
  }

  /** The audit is right, and the stream is not: nobody would see that of a refused day. */
  @Test
  void anAuditThatFindsSomethingLostIsPublishedAndTellsIt() {
    NightlyJob audit = Nightlies.require("market_supply_audit");

    assertThat(lake.runner().run(audit, List.of(MONDAY)).ok()).isTrue();

    assertThat(lake.published("market_supply_audit")).hasSize(2);
    JsonNode receipt = lake.receipts("market_supply_audit", MONDAY).get(0);
    assertThat(receipt.path("ok").asBoolean()).isTrue();
    assertThat(receipt.path("checks"))
        .filteredOn(check -> !check.path("ok").asBoolean())
        .singleElement()
        .satisfies(
            check -> {
              assertThat(check.path("refuses").asBoolean(true)).isFalse();
              assertThat(check.path("violation").asText())
                  .isEqualTo("6 lost, 4 told without an event");
            });
  }

  /** Then an arrival behind midnight touches the day of its predictions, and its own. */
  @Test
  void lateStepsTouchWhatTheirOrdersCountInto() {
    Nightlies.ALL.forEach(job -> lake.runner().run(job, List.of(MONDAY, MONDAY.plusDays(1))));
    lake.steps(step(1, 2, "confirmed", "2008-05-19T19:01:00Z"));

    assertThat(touched())
        .isEqualTo(
            Map.of(
                "dasher_earnings_daily", List.of(MONDAY),
                "orders_history", List.of(MONDAY),
                "restaurant_payouts_weekly", List.of(MONDAY)));

    lake.steps(
            step(2, 1, "created", "2008-05-21T06:30:00Z").worth(2_000, "USD"),
            step(2, 7, "delivered", "2008-05-21T07:10:00Z").by(9).split(400L, 360L, 100L))
        .predictions(
            new Prediction(2, "wait", "2008-05-21T06:40:00Z", "2008-05-21T07:05:00Z", null));

    Map<String, List<LocalDate>> touched = touched();

    assertThat(touched.get("eta_accuracy")).containsExactly(MONDAY.plusDays(1));
    assertThat(touched.get("restaurant_payouts_weekly")).containsExactly(MONDAY);
    assertThat(touched.get("orders_history")).contains(MONDAY.plusDays(1));
    assertThat(touched).doesNotContainKey("market_supply_hourly");
  }

  @Test
  void aWeekIsComputedOnceItsSundayIsAskedForAndNotBefore() {
    NightlyJob weekly = Nightlies.require("restaurant_payouts_weekly");
    lake.watermark("order_events", "2008-05-22T07:00:00Z");
    LocalDate wednesday = MONDAY.plusDays(2);

    ChangedRun.Result early = new ChangedRun(lake.runner()).run(weekly, List.of(wednesday));
    ChangedRun.Result due = new ChangedRun(lake.runner()).run(weekly, List.of(MONDAY.plusDays(6)));

    assertThat(early.plan().open()).containsExactly(MONDAY);
    assertThat(early.report().days()).isEmpty();
    assertThat(due.plan().partitions()).containsOnlyKeys(MONDAY);
    assertThat(lake.published("restaurant_payouts_weekly")).hasSize(1);
  }

  /** Which partitions a run with what has changed publishes; jobs without any are left out. */
  private Map<String, List<LocalDate>> touched() {
    Map<String, List<LocalDate>> touched = new LinkedHashMap<>();
    for (NightlyJob job : Nightlies.ALL) {
      ChangedRun.Result result = new ChangedRun(lake.runner()).run(job, List.of());
      assertThat(result.report().ok()).as(job.name()).isTrue();
      List<LocalDate> days =
          result.report().days().stream()
              .filter(report -> report.outcome() == Outcome.PUBLISHED)
              .map(DayReport::day)
              .toList();
      if (!days.isEmpty()) {
        touched.put(job.name(), days);
      }
    }

    return touched;
  }
}
