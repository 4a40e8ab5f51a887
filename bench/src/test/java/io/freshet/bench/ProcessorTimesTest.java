package io.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorTimesTest {
  @Test
  void subtractsWhatEachHadSpentBefore() {
    ProcessorTimes before = new ProcessorTimes(Map.of("kafka", 10.0, "gone", 3.0));
    ProcessorTimes after = new ProcessorTimes(Map.of("kafka", 12.5, "new", 1.0));

    assertThat(after.since(before)).isEqualTo(Map.of("kafka", 2.5, "new", 1.0));
  }
}
