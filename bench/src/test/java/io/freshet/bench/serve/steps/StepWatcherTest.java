package io.freshet.bench.serve.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StepWatcherTest {
  private final StepWatcher watcher = new StepWatcher(3);

  @Test
  void aStepIsThereWithTheFirstMessageThatHasIt() {
    watcher.take("{\"type\":\"waiting\"}", 1);
    watcher.take("{\"type\":\"snapshot\",\"version\":[1,1000],\"order\":{}}", 2);
    watcher.take("{\"type\":\"delta\",\"from\":[1,1000],\"version\":[2,2000]}", 3);
    watcher.take("{\"type\":\"delta\",\"from\":[2,2000],\"version\":[2,3000]}", 4);

    assertThat(watcher.arrivedMicros()).isEqualTo(Map.of(1, 2L, 2, 3L));
    assertThat(watcher.trouble()).isEmpty();
  }

  @Test
  void isOverWithTheLastStep() {
    assertThat(watcher.take("{\"type\":\"snapshot\",\"version\":[2,1],\"order\":{}}", 1)).isFalse();
    assertThat(watcher.take("{\"type\":\"delta\",\"from\":[2,1],\"version\":[3,2]}", 2)).isTrue();
  }

  @Test
  void whatIsNoMessageIsTrouble() {
    watcher.take("soup", 1);

    assertThat(watcher.trouble()).contains("no JSON: soup");
  }
}
