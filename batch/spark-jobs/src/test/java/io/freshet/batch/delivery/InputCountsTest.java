package io.freshet.batch.delivery;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.delivered;
import static io.freshet.batch.Rows.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.Rows;
import io.freshet.batch.Rows.Delivered;
import io.freshet.batch.Rows.Ping;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.nightly.MarketDays;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class InputCountsTest {
  /** Seven hours behind UTC: the local day runs from 07:00 to 07:00. */
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private final Rows rows;

  InputCountsTest(SparkSession spark) {
    this.rows = new Rows(spark);
  }

  @Test
  void countsThePingsOfTheLocalDayAndThoseSentAgainOnce() {
    InputCounts counts =
        counts(
            List.of(
                ping(1, "2008-05-19T06:59:59Z"),
                ping(1, "2008-05-19T07:00:00Z"),
                ping(1, "2008-05-19T07:00:00Z"),
                ping(2, "2008-05-20T06:59:59Z"),
                ping(3, "2008-05-20T07:00:00Z")),
            List.of());

    assertThat(counts).isEqualTo(new InputCounts(2, 0, 3, 2, 0, 0));
  }

  @Test
  void countsAnOrderOnceHoweverOftenItsDeliveryIsReported() {
    InputCounts counts =
        counts(
            List.of(ping(1, "2008-05-19T12:00:00Z")),
            List.of(
                delivered(7, 1L, "2008-05-19T12:00:00Z"),
                delivered(7, 1L, "2008-05-19T12:00:01Z"),
                delivered(8, 1L, "2008-05-19T12:30:00Z"),
                delivered(9, 2L, "2008-05-19T13:00:00Z"),
                delivered(10, 2L, "2008-05-20T07:00:00Z"),
                delivered(11, null, "2008-05-19T14:00:00Z")));

    assertThat(counts.deliveries()).isEqualTo(3);
    assertThat(counts.deliveriesWithoutDasher()).isEqualTo(1);
    assertThat(counts.dashers()).isEqualTo(2);
  }

  @Test
  void keepsWhatNoMarketKnowsApart() {
    InputCounts counts = counts(List.of(ping(1, "2008-05-19T12:00:00Z").in("atlantis")), List.of());

    assertThat(counts).isEqualTo(new InputCounts(0, 0, 0, 0, 1, 0));
  }

  private InputCounts counts(List<Ping> pings, List<Delivered> delivered) {
    MarketDays days =
        MarketDays.of(
            rows.markets(
                List.of(
                    Rows.market(SAN_FRANCISCO, "America/Los_Angeles", "2008-01-01T00:00:00Z"),
                    Rows.market("tokyo", "Asia/Tokyo", "2008-01-01T00:00:00Z"))),
            DAY);

    return InputCounts.of(rows.pings(pings), rows.orderEvents(delivered), days);
  }
}
