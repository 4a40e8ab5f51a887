package io.freshet.bench.alerts;

import static io.freshet.bench.alerts.Moments.TABLE;
import static io.freshet.bench.alerts.Moments.at;
import static io.freshet.bench.alerts.Moments.passage;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.alerts.Passages.Passage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadingTest {
  @Test
  void isRightWhereItIsTheAgeOfTheOldestThatIsMissing() {
    assertThat(seconds(reading(10, 8), passage(2, 13), passage(5, 13))).isZero();
  }

  @Test
  void isOffByWhatTheOldestHasWaitedLonger() {
    assertThat(seconds(reading(10, 5), passage(2, 13))).isEqualTo(3);
  }

  @Test
  void isRightWithWhatACommitLeftThatCameWhileItWasRead() {
    // At 10 the event of 2 was missing; at 10.3 a look had its row, and that of 9 is the oldest.
    assertThat(seconds(reading(10, 1), passage(2, 10.3), passage(9, 15))).isZero();
  }

  @Test
  void isNoLongerRightWithACommitThatCameLater() {
    assertThat(seconds(reading(10, 1), passage(2, 12), passage(9, 15))).isEqualTo(7);
  }

  @Test
  void isRightWithTheTableAsItWasWhenItWasAskedFor() {
    // A look had the row of 2 before the clock was read, and the table had been read before that.
    assertThat(seconds(reading(10, 8), passage(2, 9.95), passage(9, 15))).isZero();
  }

  @Test
  void isNothingWhereNothingIsMissing() {
    assertThat(seconds(reading(10, 0), passage(2, 5))).isZero();
  }

  @Test
  void countsFromWhenTheLogHadAnEventThatWaitedForItsSender() {
    Passage late = Passage.sent(at(0)).seen(at(50), at(70));

    assertThat(seconds(reading(60, 10), late)).isZero();
  }

  @Test
  void isSeenByALookThatBeganAfterIt() {
    Reading reading = reading(10, 8); // ended at 10.2

    assertThat(reading.isSeenBy(looks(10.3, 10.4))).isTrue();
    assertThat(reading.isSeenBy(looks(10.1, 10.4))).isFalse();
    assertThat(reading.isSeenBy(looks(10.3, 12.5))).isFalse();
    assertThat(reading.isSeenBy(new TreeMap<>())).isFalse();
  }

  private static NavigableMap<Instant, Instant> looks(double began, double had) {
    return new TreeMap<>(Map.of(at(began), at(had)));
  }

  private static Reading reading(double at, double staleness) {
    return new Reading(
        TABLE, at(at - 0.1), at(at), at(at + 0.2), Duration.ofMillis(Math.round(staleness * 1000)));
  }

  private static double seconds(Reading reading, Passage... passages) {
    return reading.differenceFrom(List.of(passages)).toMillis() / 1000.0;
  }
}
