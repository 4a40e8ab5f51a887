package io.freshet.batch.delivery;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.Rows;
import io.freshet.batch.Rows.Step;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.nightly.MarketDays;
import io.freshet.batch.nightly.MarketZones;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class OrderRulesTest {
  /** Seven hours behind UTC: the local day runs from 07:00 to 07:00. */
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private static final String NOON = "2008-05-19T19:00:00Z";
  private static final String LATER = "2008-05-19T19:30:00Z";
  private static final String BEHIND_MIDNIGHT = "2008-05-20T07:10:00Z";

  private final SparkSession spark;
  private final Rows rows;

  OrderRulesTest(SparkSession spark) {
    this.spark = spark;
    this.rows = new Rows(spark);
  }

  @Test
  void foldsAnOrdersStepsIntoOneRowWhateverTheirOrder() {
    List<Step> steps =
        new ArrayList<>(
            List.of(
                step(1, 1, "created", NOON).worth(2_000, "USD"),
                step(1, 5, "dasher_assigned", NOON).by(7),
                step(1, 6, "picked_up", LATER).by(8),
                step(1, 7, "delivered", LATER).by(8).split(400L, 360L, 100L),
                step(1, 7, "delivered", LATER).by(8).split(400L, 360L, 100L)));
    String expected = history(steps).toString();
    Collections.shuffle(steps, new Random(3));

    assertThat(history(steps)).hasToString(expected);
    assertThat(history(steps))
        .satisfies(
            row -> {
              assertThat(row.<String>getAs("state")).isEqualTo("delivered");
              assertThat(row.<Long>getAs("dasher_id")).isEqualTo(8);
              assertThat(row.<Long>getAs("subtotal_minor")).isEqualTo(2_000);
              assertThat(row.<LocalDate>getAs("local_day")).isEqualTo(DAY);
            });
  }

  @Test
  void keepsAnOrderInTheDayOfItsFirstStep() {
    Step[] steps = {step(1, 1, "created", NOON), step(1, 7, "delivered", BEHIND_MIDNIGHT)};

    assertThat(history(DAY, steps).count()).isEqualTo(1);
    assertThat(history(DAY.plusDays(1), steps).count()).isZero();
  }

  @Test
  void paysADasherForTheDayOfTheDelivery() {
    Step[] steps = {
      step(1, 1, "created", NOON).worth(2_000, "USD"),
      step(1, 7, "delivered", BEHIND_MIDNIGHT).by(8).split(400L, 360L, 100L)
    };

    assertThat(earnings(DAY, steps).count()).isZero();
    Row row = earnings(DAY.plusDays(1), steps).head();
    assertThat(row.<Long>getAs("pay_minor")).isEqualTo(360);
    assertThat(row.<Long>getAs("earnings_minor")).isEqualTo(460);
    assertThat(row.<Long>getAs("tipped_deliveries")).isEqualTo(1);
  }

  @Test
  void addsNothingForWhatNobodyKnowsThePayOf() {
    Row row =
        earnings(
                DAY,
                step(1, 7, "delivered", NOON).by(8),
                step(2, 7, "delivered", NOON).by(8).worth(9, "EUR").split(1L, 2L, 3L))
            .head();

    assertThat(row.<Long>getAs("deliveries")).isEqualTo(2);
    assertThat(row.<Long>getAs("unpriced_deliveries")).isEqualTo(2);
    assertThat(row.<Long>getAs("earnings_minor")).isZero();
  }

  @Test
  void owesARestaurantTheSubtotalsLessTheCommission() {
    Row row =
        payouts(
                step(1, 7, "delivered", NOON).worth(2_000, "USD").split(400L, 1L, 1L),
                step(2, 7, "delivered", LATER).worth(1_000, "USD").split(150L, 1L, 1L),
                step(3, 7, "delivered", LATER).worth(700, "USD"),
                step(4, 7, "delivered", "2008-05-26T06:59:00Z").worth(10, "USD").split(1L, 1L, 1L),
                step(5, 7, "delivered", "2008-05-26T07:00:00Z").worth(10, "USD").split(1L, 1L, 1L),
                step(6, 7, "delivered", NOON).from(null).worth(10, "USD").split(1L, 1L, 1L))
            .head();

    assertThat(row.<Long>getAs("orders")).isEqualTo(4);
    assertThat(row.<Long>getAs("unpriced_orders")).isEqualTo(1);
    assertThat(row.<Long>getAs("subtotal_minor")).isEqualTo(3_010);
    assertThat(row.<Long>getAs("payout_minor")).isEqualTo(3_010 - 551);
    assertThat(row.<LocalDate>getAs("local_week")).isEqualTo(DAY);
  }

  @Test
  void countsTheOrdersOfADayByAnotherWayAndToTheSame() {
    Dataset<Row> steps =
        rows.steps(
            List.of(
                step(1, 1, "created", NOON),
                step(1, 7, "delivered", BEHIND_MIDNIGHT),
                step(2, 1, "created", "2008-05-19T06:00:00Z"),
                step(2, 7, "delivered", NOON).by(3),
                step(2, 8, "delivered", LATER).by(4)));

    assertThat(OrderCounts.begun(steps, days(DAY, 1)).count()).isEqualTo(1);
    Dataset<Row> delivered = OrderCounts.delivered(steps, days(DAY, 1));
    assertThat(OrderCounts.withLast(delivered, steps, "dasher_id").collectAsList())
        .extracting(row -> row.getLong(2))
        .containsExactly(4L);
  }

  private Row history(List<Step> steps) {
    return history(DAY, steps.toArray(Step[]::new)).head();
  }

  private Dataset<Row> history(LocalDate day, Step... steps) {
    return OrdersHistory.rows(rows.steps(List.of(steps)), days(day, 1).toDataset(spark), day);
  }

  private Dataset<Row> earnings(LocalDate day, Step... steps) {
    return DasherEarnings.rows(
        rows.steps(List.of(steps)), days(day, 1).toDataset(spark), markets(), day);
  }

  private Dataset<Row> payouts(Step... steps) {
    return RestaurantPayouts.rows(
        rows.steps(List.of(steps)), days(DAY, 7).toDataset(spark), markets(), DAY);
  }

  private MarketDays days(LocalDate day, int many) {
    return MarketZones.of(markets()).days(day, day.plusDays(many));
  }

  private Dataset<Row> markets() {
    return rows.markets(
        List.of(Rows.market(SAN_FRANCISCO, "America/Los_Angeles", "2008-01-01T00:00:00Z")));
  }
}
