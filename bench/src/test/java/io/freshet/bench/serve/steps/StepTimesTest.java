package io.freshet.bench.serve.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.Latency;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.steps.StepTimes.Step;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private static final LiveOrder ORDER = new LiveOrder("m", 17);
  private static final long SECOND = 1_000_000;

  private final StepTimes times = new StepTimes();

  @Test
  void countsFromTheAnswerAndFromKafka() {
    times.taken(new Step(ORDER, 2), 5_100);

    accepted(2, 5 * SECOND, Map.of(1, 4 * SECOND, 2, 5_300_000L));

    assertThat(times.outcome().shown()).isEqualTo(1);
    assertThat(times.outcome().fromOrders()).contains(new Latency(300, 300, 300));
    assertThat(times.outcome().fromKafka()).contains(new Latency(200, 200, 200));
  }

  @Test
  void anEventThatCameTwiceCountsFromTheFirst() {
    times.taken(new Step(ORDER, 2), 5_200);
    times.taken(new Step(ORDER, 2), 5_100);

    accepted(2, 5 * SECOND, Map.of(2, 5_300_000L));

    assertThat(times.outcome().fromKafka()).contains(new Latency(200, 200, 200));
  }

  @Test
  void aNewerStepThatCameInsteadIsNoTime() {
    accepted(2, 5 * SECOND, Map.of(1, 4 * SECOND, 3, 6 * SECOND));

    assertThat(times.outcome().conflated()).isEqualTo(1);
    assertThat(times.outcome().fromOrders()).isEmpty();
  }

  @Test
  void whatNeverCameIsCounted() {
    accepted(2, 5 * SECOND, Map.of(1, 4 * SECOND));

    assertThat(times.outcome().never()).isEqualTo(1);
  }

  @Test
  void aMessageBeforeTheAnswerTookNoTime() {
    accepted(2, 5 * SECOND, Map.of(2, 5 * SECOND - 10));

    assertThat(times.outcome().fromOrders()).contains(new Latency(0, 0, 0));
    assertThat(times.outcome().fromKafka()).isEmpty();
  }

  private void accepted(int version, long micros, Map<Integer, Long> arrived) {
    times.accepted(new Step(ORDER, version), micros, new TreeMap<>(arrived));
  }
}
