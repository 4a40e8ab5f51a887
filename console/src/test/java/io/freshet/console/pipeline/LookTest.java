package io.freshet.console.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.LogSource;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookTest {
  private static final LogSource RIDES = new LogSource("cluster", "rides", "topic-1");

  @Test
  void tellsWhatCameAndWasTakenInASecondOfAllPartitions() {
    Look before = look(0, Map.of(0, 100L, 1, 50L), Map.of(0, 90L, 1, 50L));
    Look now = look(4, Map.of(0, 300L, 1, 250L), Map.of(0, 190L, 1, 150L));

    assertThat(now.sentSince(before)).hasValue(100);
    assertThat(now.takenSince(before)).hasValue(50);
  }

  @Test
  void aFirstCommitIsNotAllThatWasEverTaken() {
    Look before = look(0, Map.of(0, 5_000_000L), Map.of());
    Look now = look(4, Map.of(0, 5_000_000L), Map.of(0, 5_000_000L));

    assertThat(now.takenSince(before)).isEmpty();
    assertThat(now.sentSince(before)).hasValue(0);
  }

  @Test
  void aPartitionThatWasAddedDoesNotCountTheFirstTime() {
    Look before = look(0, Map.of(0, 100L), Map.of());

    assertThat(look(2, Map.of(0, 120L, 1, 9_000L), Map.of()).sentSince(before)).hasValue(10);
  }

  @Test
  void saysNothingOfATopicThatWasMadeAnew() {
    Look before =
        new Look(
            Instant.EPOCH, new LogSource("cluster", "rides", "topic-0"), Map.of(0, 7L), Map.of());

    assertThat(look(4, Map.of(0, 100L), Map.of()).sentSince(before)).isEmpty();
  }

  @Test
  void saysNothingOfMomentsThatAreTooClose() {
    Look before = look(0, Map.of(0, 100L), Map.of());
    Look now = new Look(Instant.EPOCH.plusMillis(999), RIDES, Map.of(0, 200L), Map.of());

    assertThat(now.sentSince(before)).isEmpty();
  }

  private static Look look(int seconds, Map<Integer, Long> ends, Map<Integer, Long> taken) {
    return new Look(Instant.EPOCH.plusSeconds(seconds), RIDES, ends, taken);
  }
}
