package io.freshet.serving.live.redis;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.RedisSettings;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Connects when the server starts: Redis has some time to come up. */
final class RedisStart {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final RedisSettings settings;
  private final Duration timeout;
  private final long deadline;

  RedisStart(RedisSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    this.deadline = System.nanoTime() + timeout.toNanos();
  }

  RedisSettings settings() {
    return settings;
  }

  /**
   * Tries until it succeeds.
   *
   * @throws FreshetException {@code DEPENDENCY} when Redis does not answer in time, {@code CALLER}
   *     when it refuses us
   */
  <T> T connect(Supplier<T> connect) {
    while (true) {
      try {
        return connect.get();
      } catch (RedisException e) {
        requireAccepted(e);
        requireBelieved(e);
        if (System.nanoTime() + PAUSE.toNanos() > deadline) {
          throw silent(e);
        }
      }
      pause();
    }
  }

  private void requireAccepted(RedisException failure) {
    Optional<RedisCommandExecutionException> refusal = refusal(failure);
    if (refusal.isPresent()) {
      throw new FreshetException(
          Fault.CALLER,
          "Redis at %s refuses us: %s; check %s"
              .formatted(
                  settings,
                  refusal.get().getMessage(),
                  settings.isCluster()
                      ? "redis.password, and that redis.nodes names a Cluster"
                      : "redis.password"),
          failure);
    }
  }

  /** A handshake that breaks off may go well once Redis is up; a certificate stays as it is. */
  private void requireBelieved(RedisException failure) {
    Optional<SSLException> doubt = reasons(failure, SSLException.class).findFirst();
    boolean isOfCertificate =
        reasons(failure, GeneralSecurityException.class).findAny().isPresent();
    if (doubt.isPresent() && isOfCertificate) {
      throw new FreshetException(
          Fault.CALLER,
          ("Redis at %s is not believed: %s; check redis.tls, that tls.ca vouches for its"
                  + " certificate, and the name in that")
              .formatted(settings, doubt.get().getMessage()),
          failure);
    }
  }

  private FreshetException silent(RedisException failure) {
    String keys = settings.isCluster() ? "redis.nodes" : "redis.host and redis.port";
    String broken =
        reasons(failure, SSLException.class)
            .findFirst()
            .map(handshake -> ", or redis.tls: " + handshake.getMessage())
            .orElse("");

    return new FreshetException(
        Fault.DEPENDENCY,
        "Redis does not answer at %s within %s; start it or correct %s%s"
            .formatted(settings, Durations.print(timeout), keys, broken),
        failure);
  }

  /** What Redis itself has said against it, and will say again. */
  private static Optional<RedisCommandExecutionException> refusal(RedisException failure) {
    return reasons(failure, RedisCommandExecutionException.class)
        .filter(
            said -> !(said instanceof RedisLoadingException || said instanceof RedisBusyException))
        .filter(said -> !said.getMessage().startsWith("CLUSTERDOWN"))
        .findFirst();
  }

  private static <T extends Throwable> Stream<T> reasons(Throwable failure, Class<T> kind) {
    return reasons(failure).filter(kind::isInstance).map(kind::cast);
  }

  /** Of a Cluster each node's own is hidden among the suppressed. */
  private static Stream<Throwable> reasons(Throwable failure) {
    List<Throwable> below = new ArrayList<>(Arrays.asList(failure.getSuppressed()));
    if (failure.getCause() != null) {
      below.add(failure.getCause());
    }

    return Stream.concat(Stream.of(failure), below.stream().flatMap(RedisStart::reasons));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Stopped while waiting for Redis", e);
    }
  }
}
