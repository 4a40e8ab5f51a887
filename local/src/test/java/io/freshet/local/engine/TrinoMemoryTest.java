package io.freshet.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrinoMemoryTest {
  @Test
  void fitsIntoAHeapOfAnySize() {
    assertThat(TrinoMemory.of("2g")).isEqualTo(new TrinoMemory(768, 384));
    assertThat(TrinoMemory.of("1g")).isEqualTo(new TrinoMemory(384, 192));
    assertThat(TrinoMemory.of("768m")).isEqualTo(new TrinoMemory(288, 144));
  }
}
