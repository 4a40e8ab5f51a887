package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.RedisSettings.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @Test
  void oneServerHasAHostAndThePortThatAllKnow() {
    assertThat(read(Map.of("redis.host", "redis")))
        .isEqualTo(RedisSettings.server("redis", 6379, ""));
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
                RedisLogin.ofDefaultUser("pw"),
                RedisTls.OFF));
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

  @Test
  void comesAsAUserByTls() {
    RedisSettings secured =
        read(
            Map.of(
                "redis.host", "redis",
                "redis.user", "live",
                "redis.password", "a password of the tests",
                "redis.tls", "true",
                "tls.ca", "/etc/authority.pem"));

    assertThat(secured.login()).isEqualTo(new RedisLogin("live", "a password of the tests", ""));
    assertThat(secured.tls()).isEqualTo(new RedisTls(true, "/etc/authority.pem"));
    assertThat(secured.toString() + secured.login()).doesNotContain("of the tests");
  }

  @Test
  void aPasswordMayBeInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "the first\n");
    RedisLogin login =
        read(Map.of("redis.host", "redis", "redis.password-file", file.toString())).login();
    assertThat(login.secret()).isEqualTo("the first");

    Files.writeString(file, "the second\n");

    assertThat(login.secret()).isEqualTo("the second");
    assertThat(login.toString()).isEqualTo("the default user");
  }

  @Test
  void aUserHasOnePassword() {
    assertThatThrownBy(() -> read(Map.of("redis.host", "redis", "redis.user", "live")))
        .hasMessage(
            "redis.user is live; it must be left out where neither redis.password nor"
                + " redis.password-file is set");
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "redis.host", "redis",
                        "redis.password", "one",
                        "redis.password-file", "/run/another")))
        .hasMessage(
            "redis.password-file is /run/another; it must be left out where redis.password is set");
    assertThatThrownBy(
            () -> read(Map.of("redis.host", "redis", "redis.password-file", "/no/such/file")))
        .hasMessage(
            "redis.password-file is /no/such/file; it must be a file that this process may read");
  }

  private static RedisSettings read(Map<String, String> values) {
    return RedisSettings.from(Settings.of(values));
  }
}
