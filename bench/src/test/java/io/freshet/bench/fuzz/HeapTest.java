package io.freshet.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void addsUpWhatTheGenerationsHold() {
    String answer =
        """
        4711:
         PSYoungGen      total 76288K, used 10240K [0x1, 0x2, 0x3)
         ParOldGen       total 175104K, used 20480K [0x1, 0x2, 0x3)
         Metaspace       used 66000K, committed 67000K, reserved 1114112K
        """;

    assertThat(Heap.megabytes(answer)).hasValue(30);
  }

  @Test
  void knowsNothingOfAProcessThatDoesNotTell() {
    assertThat(Heap.megabytes("4711:\nAttachNotSupportedException")).isEmpty();
  }
}
