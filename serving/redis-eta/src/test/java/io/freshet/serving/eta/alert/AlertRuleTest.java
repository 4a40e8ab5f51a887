package io.freshet.serving.eta.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.alert.AlertChange.Change;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketSupply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRuleTest {
  private static final long MINUTE = 60_000;
  private static final Threshold AT_ONCE = threshold("10", "12", 1);
  private static final Threshold AFTER_THREE = threshold("10", "12", 3);

  private static final Threshold CALM_AFTER_THREE =
      new Threshold(new BigDecimal("10"), new BigDecimal("12"), 1, 3);

  private final AlertWatch watch = new AlertWatch();
  private final List<AlertChange> told = new ArrayList<>();
  private long minute;

  @Test
  void beginsWithTheFirstMinuteWhereOneIsEnough() {
    online(AT_ONCE, 10, 9);

    assertThat(told)
        .containsExactly(
            new AlertChange(
                Alert.ONLINE_DASHERS,
                Change.BEGAN,
                2 * MINUTE,
                new BigDecimal("9.000"),
                new BigDecimal("10"),
                1,
                supply(2 * MINUTE, 9)));
  }

  @Test
  void doesNotComeAndGoBetweenTheTwoThresholds() {
    online(AT_ONCE, 9, 10, 11, 9, 11, 10, 9, 11);

    assertThat(changes()).containsExactly("BEGAN at 1");
  }

  @Test
  void endsOnceWhenTheOtherThresholdIsReached() {
    online(AT_ONCE, 9, 11, 12, 12, 13);

    assertThat(changes()).containsExactly("BEGAN at 1", "ENDED at 3");
    assertThat(told.get(1).beganAt()).isEqualTo(MINUTE);
    assertThat(told.get(1).threshold()).isEqualByComparingTo("12");
  }

  @Test
  void needsAllMinutesOnEndForEither() {
    online(AFTER_THREE, 9, 9, 10, 9, 9, 9, 9, 12, 12, 11, 12, 12, 12);

    assertThat(changes()).containsExactly("BEGAN at 6", "ENDED at 13");
  }

  @Test
  void beginsAtOnceAndEndsAfterMinutesOfCalm() {
    online(CALM_AFTER_THREE, 9, 12, 9, 12, 12, 9, 12, 12, 12, 9);

    assertThat(changes()).containsExactly("BEGAN at 1", "ENDED at 9", "BEGAN at 10");
    assertThat(told).extracting(AlertChange::minutes).containsExactly(1, 3, 1);
  }

  @Test
  void isOverWhenNobodySetsAThresholdAnyMore() {
    online(AT_ONCE, 9);
    AlertRule.drop(Alert.ONLINE_DASHERS, watch, supply(2 * MINUTE, 9)).ifPresent(told::add);
    AlertRule.drop(Alert.ONLINE_DASHERS, watch, supply(3 * MINUTE, 9)).ifPresent(told::add);

    assertThat(changes()).containsExactly("BEGAN at 1", "ENDED at 2");
    assertThat(told.get(1).threshold()).isEqualByComparingTo("10");
  }

  @Test
  void readsEachAlertOffTheFigures() {
    Figures figures = new Figures(3, 4, 6, 0, 0);

    assertThat(Alert.ONLINE_DASHERS.seen(figures)).isEqualTo("7.000");
    assertThat(Alert.OPEN_ORDERS_PER_IDLE_DASHER.seen(figures)).isEqualTo("1.500");
    assertThat(Alert.IDLE_SHARE.seen(figures)).isEqualTo("0.571");
    Figures nobody = new Figures(0, 0, 5, 0, 0);
    assertThat(Alert.OPEN_ORDERS_PER_IDLE_DASHER.seen(nobody)).isEqualTo("5.000");
    assertThat(Alert.IDLE_SHARE.seen(nobody)).isEqualTo("0.000");
  }

  @Test
  void takesMoreAsTheWorseWhereItIs() {
    Threshold threshold = threshold("0.5", "0.4", 1);

    assertThat(threshold.isPast(Alert.IDLE_SHARE, new BigDecimal("0.501"))).isTrue();
    assertThat(threshold.isPast(Alert.IDLE_SHARE, new BigDecimal("0.500"))).isFalse();
    assertThat(threshold.isBack(Alert.IDLE_SHARE, new BigDecimal("0.400"))).isTrue();
    assertThat(threshold.isBack(Alert.IDLE_SHARE, new BigDecimal("0.401"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void changesOnlyAfterSoManyMinutesOnEndWhateverComes(long seed) {
    Random random = new Random(seed);
    int[] online = random.ints(2_000, 7, 15).toArray();

    online(AFTER_THREE, online);

    assertThat(told).hasSizeGreaterThan(10);
    Change expected = Change.BEGAN;
    long before = 0;
    for (AlertChange change : told) {
      assertThat(change.change()).isEqualTo(expected);
      long at = change.supply().millis() / MINUTE;
      assertThat(at - before).isGreaterThanOrEqualTo(3);
      for (long past = at - 2; past <= at; past++) {
        int seen = online[(int) past - 1];
        assertThat(expected == Change.BEGAN ? seen < 10 : seen >= 12).isTrue();
      }
      before = at;
      expected = expected == Change.BEGAN ? Change.ENDED : Change.BEGAN;
    }
  }

  private void online(Threshold threshold, int... dashers) {
    for (int online : dashers) {
      minute += MINUTE;
      AlertRule.judge(Alert.ONLINE_DASHERS, watch, supply(minute, online), threshold)
          .ifPresent(told::add);
    }
  }

  private List<String> changes() {
    return told.stream()
        .map(change -> "%s at %d".formatted(change.change(), change.supply().millis() / MINUTE))
        .toList();
  }

  private static MarketSupply supply(long millis, int online) {
    return new MarketSupply("m", millis, 1, new Figures(0, online, 0, 0, 0), 0, null);
  }

  private static Threshold threshold(String begins, String ends, int minutes) {
    return new Threshold(new BigDecimal(begins), new BigDecimal(ends), minutes, minutes);
  }
}
