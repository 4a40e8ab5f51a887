package io.freshet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void findsWhatAShareHasNotExceeded() {
    long[] micros = LongStream.rangeClosed(1, 1000).map(each -> 1000 * (1001 - each)).toArray();

    assertThat(Latency.ofMicros(micros)).isEqualTo(new Latency(500, 990, 999));
  }

  @Test
  void oneIsAllThereIs() {
    assertThat(Latency.ofMicros(new long[] {2500})).isEqualTo(new Latency(2.5, 2.5, 2.5));
  }

  @Test
  void namesItsFigures() {
    assertThat(new Latency(1, 2.5, 9).json().toString())
        .isEqualTo("{\"p50\":1.0,\"p99\":2.5,\"p999\":9.0}");
  }
}
