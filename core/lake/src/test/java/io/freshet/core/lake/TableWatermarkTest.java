package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableWatermarkTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Map<String, String> AT_NOON =
      Map.of(TableWatermark.PROPERTY, NOON.toString());
  private static final Duration LATENESS = Duration.ofMinutes(5);

  @Test
  void isTheSlowestPartitionsNewestEventLessLateness() {
    Ledger ledger = ledger(NOON, NOON.minusSeconds(60));

    assertThat(TableWatermark.after(Map.of(), ledger, LATENESS, position -> false))
        .contains(NOON.minusSeconds(60).minus(LATENESS));
  }

  @Test
  void letsIdlePartitionsFollowTheOthers() {
    Ledger ledger = ledger(NOON, NOON.minusSeconds(3600));

    assertThat(
            TableWatermark.after(Map.of(), ledger, LATENESS, position -> position.partition() == 1))
        .contains(NOON.minus(LATENESS));
  }

  @Test
  void neverGoesBack() {
    Ledger ledger = ledger(NOON, NOON);

    assertThat(TableWatermark.after(AT_NOON, ledger, LATENESS, position -> false)).contains(NOON);
  }

  @Test
  void staysWhenEveryPartitionIsIdle() {
    assertThat(TableWatermark.after(AT_NOON, ledger(NOON, NOON), LATENESS, position -> true))
        .contains(NOON);
  }

  private static Ledger ledger(Instant zero, Instant one) {
    return Ledger.EMPTY
        .withSource(new LogSource("cluster", "pings", "id"))
        .plus(List.of(range(0, zero), range(1, one)));
  }

  private static Range range(int partition, Instant newest) {
    return new Range(
        new Position(1, partition), 0, 0, 1, new Counts(1, 0, 0, 0), newest.toEpochMilli() * 1000);
  }
}
