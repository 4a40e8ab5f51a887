package io.freshet.assurance.history;

import static io.freshet.assurance.history.Measured.NOON;
import static io.freshet.assurance.history.Measured.table;
import static io.freshet.assurance.history.Measured.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.core.toolkit.InvalidSettingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryPaceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** As often as the console measures. */
  private static final int ROUND = 10;

  private final HistoryPace pace = new HistoryPace(new HistorySettings(MINUTE, 1_000));

  @Test
  void keepsEachHopOfEachTableOnceInAnInterval() {
    List<Freshness> round = List.of(table("raw.rides", 3), table("raw.fares", 1));

    assertThat(due(0, round))
        .extracting(HopAge::table, HopAge::hop)
        .containsExactlyInAnyOrder(
            tuple("raw.rides", "log"),
            tuple("raw.rides", "commit"),
            tuple("raw.fares", "log"),
            tuple("raw.fares", "commit"));
    assertThat(due(10, round)).isEmpty();
    assertThat(due(59, round)).isEmpty();
    assertThat(due(60, round)).hasSize(4);
  }

  @Test
  void keepsAtOnceWhatStandsOtherwiseThanBefore() {
    due(0, List.of(table("raw.rides", 3), table("raw.fares", 1)));

    List<HopAge> changed = due(10, List.of(table("raw.rides", 61), table("raw.fares", 2)));

    assertThat(changed).extracting(HopAge::table).containsOnly("raw.rides");
    assertThat(changed.get(0).age()).isEqualTo(Duration.ofSeconds(61));
    assertThat(due(20, List.of(table("raw.rides", 71), table("raw.fares", 2)))).isEmpty();
  }

  @Test
  void keepsNothingOfATableOfWhichNothingIsKnown() {
    assertThat(due(0, List.of(unknown("raw.tips")))).isEmpty();
  }

  @Test
  void neverKeepsMoreThanItsBoundAndTablesTakeTurns() {
    HistoryPace narrow = new HistoryPace(new HistorySettings(MINUTE, 20));
    List<Freshness> round =
        IntStream.range(0, 40).mapToObj(i -> table("raw.rides_%02d".formatted(i), 1)).toList();

    Set<String> seen = new HashSet<>();
    for (int minute = 0; minute < 4; minute++) {
      List<HopAge> kept = narrow.due(round, NOON.plus(MINUTE.multipliedBy(minute)));
      assertThat(kept).hasSize(20);
      kept.forEach(age -> seen.add(age.table()));
    }

    assertThat(seen).hasSize(40);
  }

  @Test
  void tablesThatFlapDoNotGoOverTheBoundEither() {
    HistoryPace narrow = new HistoryPace(new HistorySettings(MINUTE, 20));
    int rows = 0;
    for (int second = 0; second < 600; second += ROUND) {
      int waits = second / ROUND % 2 == 0 ? 61 : 1;
      List<Freshness> round =
          IntStream.range(0, 40).mapToObj(i -> table("raw.rides_" + i, waits)).toList();
      rows += narrow.due(round, NOON.plusSeconds(second)).size();
    }

    assertThat(rows).isBetween(20, 11 * 20);
  }

  @Test
  void keepsNothingWhereNoRowIsLetThrough() {
    HistoryPace none = new HistoryPace(new HistorySettings(MINUTE, 0));

    assertThat(none.due(List.of(table("raw.rides", 1)), NOON)).isEmpty();
  }

  @Test
  void refusesAPaceThatMakesNoSense() {
    assertThatThrownBy(() -> new HistorySettings(Duration.ofSeconds(1), 10))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("history.every is 1s; it must be between 10s and 1h");
    assertThatThrownBy(() -> new HistorySettings(MINUTE, 2))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "history.rows-per-minute is 2; it must be between 10 and 100000, or 0 for nothing at"
                + " all");
  }

  private List<HopAge> due(int second, List<Freshness> round) {
    return pace.due(round, NOON.plusSeconds(second));
  }
}
