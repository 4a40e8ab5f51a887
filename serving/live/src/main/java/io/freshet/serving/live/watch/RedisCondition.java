package io.freshet.serving.live.watch;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Redis can be read, as far as anybody has noticed. Thread-safe. */
final class RedisCondition {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCondition.class);

  private final AtomicReference<Optional<Instant>> awaySince =
      new AtomicReference<>(Optional.empty());
  private final Runnable whenChanged;

  RedisCondition(Runnable whenChanged) {
    this.whenChanged = whenChanged;
  }

  Optional<Instant> awaySince() {
    return awaySince.get();
  }

  void away(Instant now, String why) {
    if (awaySince.compareAndSet(Optional.empty(), Optional.of(now))) {
      LOG.warn("Redis is away, watchers are told so reason={}", why);
      whenChanged.run();
    }
  }

  /** Everything that is watched has been read again. */
  void back() {
    Optional<Instant> since = awaySince.getAndSet(Optional.empty());
    if (since.isPresent()) {
      LOG.info("Redis is back since={}", since.get());
      whenChanged.run();
    }
  }
}
