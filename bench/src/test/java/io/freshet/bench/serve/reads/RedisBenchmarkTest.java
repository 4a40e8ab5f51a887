package io.freshet.bench.serve.reads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import org.junit.jupiter.api.Test;

class RedisBenchmarkTest {
  @Test
  void readsItsLine() {
    String said =
        """
        "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        "MGET eta:oslo:1__rand_int__","20000.00","2.512","0.312","2.415","3.119","4.023","9.511"
        """;

    ReadRun run = RedisBenchmark.parse("MGET", said, 100_000, 100);

    assertThat(run.requestsPerSecond()).isEqualTo(20_000);
    assertThat(run.readsPerSecond()).isEqualTo(2_000_000);
    assertThat(run.latency().p50()).isEqualTo(2.415);
    assertThat(run.latency().p99()).isEqualTo(4.023);
    assertThat(run.json().path("latency_ms").has("p999")).isFalse();
    assertThat(run.json().path("peer").asBoolean()).isTrue();
  }

  @Test
  void saysWhatItHasSaidInstead() {
    assertThatThrownBy(() -> RedisBenchmark.parse("GET", "NOAUTH", 1, 1))
        .isInstanceOf(FreshetException.class)
        .hasMessage("redis-benchmark says: NOAUTH");
  }
}
