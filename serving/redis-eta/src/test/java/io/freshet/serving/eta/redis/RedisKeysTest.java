package io.freshet.serving.eta.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Others read by these names: live server, command line, benchmarks, and whoever has built on them.
 */
class RedisKeysTest {
  @Test
  void pinsTheNamesThatOthersReadBy() {
    assertThat(RedisKeys.order("san_francisco", 17)).isEqualTo("eta:{san_francisco:17}");
    assertThat(RedisKeys.orderChannel("san_francisco", 17)).isEqualTo("eta:{san_francisco:17}");
    assertThat(RedisKeys.trace("san_francisco", 17)).isEqualTo("trace:{san_francisco:17}");
    assertThat(RedisKeys.dasher("san_francisco", 17)).isEqualTo("dasher:{san_francisco:17}");
    assertThat(RedisKeys.supply("san_francisco")).isEqualTo("supply:san_francisco");
    assertThat(RedisKeys.HEARTBEAT).isEqualTo("heartbeat:eta");
  }

  @Test
  void whatIsInBracesDecidesOnTheSlot() {
    assertThat(SlotTable.slot(RedisKeys.order("oslo", 17)))
        .isEqualTo(SlotTable.slot("{oslo:17}:anything"))
        .isEqualTo(SlotTable.slot(RedisKeys.trace("oslo", 17)))
        .isNotEqualTo(SlotTable.slot(RedisKeys.order("oslo", 18)));
  }
}
