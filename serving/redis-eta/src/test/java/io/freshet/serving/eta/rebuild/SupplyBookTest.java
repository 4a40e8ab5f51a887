package io.freshet.serving.eta.rebuild;

import static io.freshet.serving.eta.alert.Alert.IDLE_SHARE;
import static io.freshet.serving.eta.alert.Alert.ONLINE_DASHERS;
import static io.freshet.serving.eta.alert.AlertChange.Change.BEGAN;
import static io.freshet.serving.eta.alert.AlertChange.Change.ENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.serving.eta.alert.Alert;
import io.freshet.serving.eta.alert.AlertChange.Change;
import io.freshet.serving.eta.alert.MarketStanding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SupplyBookTest {
  private static final BigDecimal THRESHOLD = new BigDecimal("20.500");

  private final SupplyBook book = new SupplyBook();

  @Test
  void showsTheNewestMinuteAlsoWhenAnEarlierOneIsToldAgain() {
    book.add(Events.supply(4, 7), 40);
    book.add(Events.supply(5, 8), 50);
    book.add(Events.supply(4, 9), 60);

    assertThat(standing().supply()).isEqualTo(Events.supply(5, 8));
    assertThat(received()).containsExactly(50L);
    assertThat(book.newestMillis()).isEqualTo(Events.minute(5));
  }

  @Test
  void showsAMinuteAsItWasToldFirst() {
    book.add(Events.supply(5, 8), 50);
    book.add(Events.supply(5, 9), 60);

    assertThat(standing().supply()).isEqualTo(Events.supply(5, 8));
    assertThat(received()).containsExactly(50L);
  }

  @Test
  void showsTheAlertsThatAreOnWithWhatIsSeenInTheNewestMinute() {
    book.add(alert(IDLE_SHARE, BEGAN, 3));
    book.add(alert(ONLINE_DASHERS, BEGAN, 2));
    book.add(Events.supply(5, 8), 0);

    assertThat(standing().alerts())
        .containsExactly(
            new MarketStanding.On(
                ONLINE_DASHERS, Events.minute(2), new BigDecimal("9.000"), THRESHOLD),
            new MarketStanding.On(
                IDLE_SHARE, Events.minute(3), new BigDecimal("0.111"), THRESHOLD));
  }

  @Test
  void goesByTheNewestChangeOfEachAlertInWhateverOrderTheyCome() {
    book.add(alert(ONLINE_DASHERS, BEGAN, 4));
    book.add(alert(ONLINE_DASHERS, ENDED, 3));
    book.add(alert(ONLINE_DASHERS, BEGAN, 2));
    book.add(alert(IDLE_SHARE, BEGAN, 1));
    book.add(alert(IDLE_SHARE, ENDED, 3));
    book.add(Events.supply(5, 8), 0);

    assertThat(standing().alerts())
        .extracting(MarketStanding.On::alert, MarketStanding.On::beganAt)
        .containsExactly(tuple(ONLINE_DASHERS, Events.minute(4)));
  }

  @Test
  void showsAlertsAsTheyWereAtTheEndOfTheNewestMinute() {
    book.add(alert(ONLINE_DASHERS, BEGAN, 5));
    book.add(alert(ONLINE_DASHERS, ENDED, 6));
    book.add(alert(IDLE_SHARE, BEGAN, 6));
    book.add(Events.supply(5, 8), 0);

    assertThat(standing().alerts())
        .extracting(MarketStanding.On::alert)
        .containsExactly(ONLINE_DASHERS);
  }

  @Test
  void keepsMarketsApart() {
    book.add(Events.supply("oslo", 5, 8), 0);
    book.add(Events.supply("lisbon", 6, 8), 0);
    book.add(new SupplyAlert("oslo", IDLE_SHARE, BEGAN, 0, 0, THRESHOLD));

    Map<String, Integer> alerts = new TreeMap<>();
    book.forEach(
        (standing, received) -> alerts.put(standing.supply().market(), standing.alerts().size()));

    assertThat(alerts).isEqualTo(Map.of("lisbon", 0, "oslo", 1));
    assertThat(book.size()).isEqualTo(2);
  }

  @Test
  void showsNothingOfAMarketOfWhichOnlyAlertsTell() {
    book.add(alert(ONLINE_DASHERS, BEGAN, 2));

    assertThat(received()).isEmpty();
    assertThat(book.newestMillis()).isEqualTo(Long.MIN_VALUE);
  }

  private MarketStanding standing() {
    List<MarketStanding> all = new ArrayList<>();
    book.forEach((standing, received) -> all.add(standing));
    assertThat(all).hasSize(1);

    return all.get(0);
  }

  private List<Long> received() {
    List<Long> all = new ArrayList<>();
    book.forEach((standing, received) -> all.add(received));

    return all;
  }

  private static SupplyAlert alert(Alert alert, Change change, long minute) {
    return new SupplyAlert(
        Events.MARKET, alert, change, Events.minute(minute), Events.minute(minute), THRESHOLD);
  }
}
