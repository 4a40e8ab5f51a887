package io.freshet.batch.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.delivery.OrdersHistoryJob;
import io.freshet.batch.delivery.RestaurantPayoutsWeeklyJob;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");

  private final Stretch days = Stretch.of(new OrdersHistoryJob(), MONDAY, MONDAY.plusDays(3));

  @Test
  void takesInBothOfItsEnds() {
    assertThat(days.partitions())
        .containsExactly(MONDAY, MONDAY.plusDays(1), MONDAY.plusDays(2), MONDAY.plusDays(3));
  }

  @Test
  void isTheSameForEveryDayOfItsWeeks() {
    Stretch weeks =
        Stretch.of(new RestaurantPayoutsWeeklyJob(), MONDAY.plusDays(2), MONDAY.plusDays(9));

    assertThat(weeks.partitions()).containsExactly(MONDAY, MONDAY.plusDays(7));
    assertThat(weeks.branch())
        .isEqualTo("backfill_restaurant_payouts_weekly_2008_05_19_2008_05_26");
  }

  @Test
  void namesRowsByAsFewRangesAsDaysHaveGaps() {
    assertThat(
            days.rowsOf(List.of(MONDAY.plusDays(3), MONDAY, MONDAY.plusDays(1)), "local_day")
                .toString())
        .isEqualTo(
            "((ref(name=\"local_day\") >= \"2008-05-19\" and ref(name=\"local_day\") <="
                + " \"2008-05-20\") or (ref(name=\"local_day\") >= \"2008-05-22\" and"
                + " ref(name=\"local_day\") <= \"2008-05-22\"))");
  }

  @Test
  void refusesToRunBackwards() {
    assertThatThrownBy(() -> Stretch.of(new OrdersHistoryJob(), MONDAY, MONDAY.minusDays(1)))
        .isInstanceOf(FreshetException.class)
        .hasMessage("--from is 2008-05-19 and --to 2008-05-18; it must not be before");
  }
}
