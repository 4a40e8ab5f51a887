package io.freshet.batch.nightly;

import static io.freshet.batch.Rows.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.batch.Rows;
import io.freshet.batch.SharedSpark;
import io.freshet.batch.nightly.MarketDays.MarketDay;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class MarketDaysTest {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private final Rows rows;

  MarketDaysTest(SparkSession spark) {
    this.rows = new Rows(spark);
  }

  @Test
  void beginsTheDayAtTheMarketsMidnight() {
    MarketDay day = MarketDay.of("berlin", ZoneId.of("Europe/Berlin"), DAY, DAY.plusDays(1));

    assertThat(day.start()).isEqualTo("2008-05-18T22:00:00Z");
    assertThat(day.end()).isEqualTo("2008-05-19T22:00:00Z");
  }

  @Test
  void beginsTheDayAfterMidnightWhereMidnightIsSkipped() {
    LocalDate clocksForward = LocalDate.parse("2018-11-04");

    MarketDay day =
        MarketDay.of(
            "sao_paulo", ZoneId.of("America/Sao_Paulo"), clocksForward, clocksForward.plusDays(1));

    assertThat(day.start()).isEqualTo("2018-11-04T03:00:00Z");
    assertThat(Duration.between(day.start(), day.end())).isEqualTo(Duration.ofHours(23));
  }

  @Test
  void believesTheNewestRowOfAMarketWhateverTheOrderOfTheRows() {
    MarketDays days =
        MarketDays.of(
            rows.markets(
                List.of(
                    market("lisbon", "Europe/Lisbon", "2008-02-01T00:00:00Z"),
                    market("lisbon", "Europe/Madrid", "2008-01-01T00:00:00Z"))),
            DAY);

    assertThat(days.start()).isEqualTo(Instant.parse("2008-05-18T23:00:00Z"));
  }

  @Test
  void spansTheDaysOfAllMarkets() {
    MarketDays days =
        MarketDays.of(
            rows.markets(
                List.of(
                    market("tokyo", "Asia/Tokyo", "2008-02-01T00:00:00Z"),
                    market("honolulu", "Pacific/Honolulu", "2008-01-01T00:00:00Z"))),
            DAY);

    assertThat(days.start()).isEqualTo(Instant.parse("2008-05-18T15:00:00Z"));
    assertThat(days.end()).isEqualTo(Instant.parse("2008-05-20T10:00:00Z"));
  }

  @Test
  void refusesATimeZoneThatDoesNotExist() {
    assertThatThrownBy(
            () ->
                MarketDays.of(
                    rows.markets(List.of(market("atlantis", "Sea/Deep", "2008-02-01T00:00:00Z"))),
                    DAY))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "Market atlantis has the time zone Sea/Deep; it must be an IANA name such as"
                + " Europe/Berlin");
  }

  @Test
  void refusesToGuessWhenNoMarketIsKnown() {
    assertThatThrownBy(() -> MarketDays.of(rows.markets(List.of()), DAY))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("The table of markets is empty");
  }
}
