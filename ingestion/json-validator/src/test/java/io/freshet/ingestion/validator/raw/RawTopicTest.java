package io.freshet.ingestion.validator.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RawTopicTest {
  @Test
  void aTopicThatIsMadeAnewIsAnotherSource() {
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      numbers.add(RawTopic.sourceNumber("cluster", "topic-" + i));
    }

    assertThat(numbers).hasSize(1000).allMatch(number -> number < 0);
  }

  @Test
  void theNumberOfATopicNeverChanges() {
    assertThat(RawTopic.sourceNumber("cluster", "topic")).isEqualTo(-695196972);
  }
}
