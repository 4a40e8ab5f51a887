package io.freshet.serving.live.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderKeyTest {
  /** As {@code RedisKeys} of redis-eta has it, and its test says. */
  @Test
  void pinsTheNamesThatTheEtaJobWritesUnder() {
    assertThat(new OrderKey("san_francisco", 17).redisName()).isEqualTo("eta:{san_francisco:17}");
    assertThat(new OrderKey("san_francisco", 17).traceName()).isEqualTo("trace:{san_francisco:17}");
  }

  @ParameterizedTest
  @CsvSource({"a:b, 1", "a}b, 1", "{, 1", "'', 1", "oslo, -1", "oslo, x", "oslo, ''"})
  void whatCouldNotBeOneIsNone(String market, String orderId) {
    assertThat(OrderKey.of(market, orderId)).isEmpty();
  }
}
