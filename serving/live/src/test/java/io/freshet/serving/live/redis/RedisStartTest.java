package io.freshet.serving.live.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.lettuce.core.RedisConnectionException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class RedisStartTest {
  private static final RedisSettings REDIS = RedisSettings.server("redis", 6379, "");
  private static final SSLHandshakeException BROKEN_OFF =
      new SSLHandshakeException("Connection closed while SSL/TLS handshake was in progress");

  @Test
  void waitsForARedisBehindAProxyThatTakesConnectionsBeforeIt() {
    AtomicInteger tries = new AtomicInteger();

    String connected =
        new RedisStart(REDIS, Duration.ofMinutes(1))
            .connect(
                () -> {
                  if (tries.incrementAndGet() < 3) {
                    throw new RedisConnectionException("Unable to connect", BROKEN_OFF);
                  }

                  return "connected";
                });

    assertThat(connected).isEqualTo("connected");
    assertThat(tries).hasValue(3);
  }

  @Test
  void saysInTheEndThatTlsMayBeWrong() {
    assertThatThrownBy(() -> fail(Duration.ZERO, BROKEN_OFF))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessage(
            "Redis does not answer at redis:6379 within 0ms; start it or correct redis.host and"
                + " redis.port, or redis.tls: Connection closed while SSL/TLS handshake was in"
                + " progress");
  }

  @Test
  void waitsForNoCertificateToBecomeAnother() {
    SSLHandshakeException doubt = new SSLHandshakeException("No name matching redis found");
    doubt.initCause(new CertificateException("No name matching redis found"));

    assertThatThrownBy(() -> fail(Duration.ofMinutes(1), doubt))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessageStartingWith(
            "Redis at redis:6379 is not believed: No name matching redis found; check redis.tls");
  }

  private static void fail(Duration timeout, Exception cause) {
    Object unused =
        new RedisStart(REDIS, timeout)
            .connect(
                () -> {
                  throw new RedisConnectionException("Unable to connect", cause);
                });
  }
}
