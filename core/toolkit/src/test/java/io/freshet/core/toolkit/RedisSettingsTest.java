package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.RedisSettings.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @Test
  void oneServerHasAHostAndThePortThatAllKnow() {
    assertThat(read(Map.of("redis.host", "redis")))
        .isEqualTo(new RedisSettings(List.of(new Node("redis", 6379)), false, ""));
  }

  @Test
  void aClusterHasNodes() {
    RedisSettings cluster =
        read(Map.of("redis.nodes", "a:7000, 10.0.0.7:7001,[fd00::1]:7002", "redis.password", "pw"));

    assertThat(cluster)
        .isEqualTo(
            new RedisSettings(
                List.of(new Node("a", 7000), new Node("10.0.0.7", 7001), new Node("fd00::1", 7002)),
                true,
                "pw"));
    assertThat(cluster).hasToString("a:7000,10.0.0.7:7001,fd00::1:7002");
  }

  @Test
  void itIsOneOfBoth() {
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "redis.host is not set; it must be set for one server, or redis.nodes for a Cluster");
    assertThatThrownBy(() -> read(Map.of("redis.host", "redis", "redis.nodes", "a:1,b:2")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "redis.nodes is a:1,b:2; it must be left out where redis.host names one server");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a:1,b", ":7000", "a:0", "a:70000", "a:seven", "a:"})
  void aNodeHasAHostAndAPort(String nodes) {
    assertThatThrownBy(() -> read(Map.of("redis.nodes", nodes)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "redis.nodes is %s; it must be host:port,host:port,… with ports between 1 and 65535",
            nodes);
  }

  private static RedisSettings read(Map<String, String> values) {
    return RedisSettings.from(Settings.of(values));
  }
}
