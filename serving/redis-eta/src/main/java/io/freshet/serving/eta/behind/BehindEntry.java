package io.freshet.serving.eta.behind;

import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisWrite;
import java.time.Duration;
import java.time.Instant;

/** The document that says how far behind the job is; there is none while it is not. */
final class BehindEntry {
  static final Duration EVERY = Duration.ofSeconds(5);

  /** Two may be lost, or come late, before the job is thought to have caught up. */
  private static final Duration TTL = EVERY.multipliedBy(3);

  private BehindEntry() {}

  /**
   * @param millis when, by the job's clock
   * @param behindMillis how long Kafka had had what the job read then
   */
  static RedisWrite of(long millis, long behindMillis) {
    return new RedisWrite(
        RedisKeys.BEHIND,
        0,
        millis,
        TTL.toMillis(),
        "",
        // What orders it stands in front: newer-wins.lua looks for it there.
        "{\"event_time_ms\":"
            + millis
            + ",\"behind_ms\":"
            + behindMillis
            + ",\"event_time\":\""
            + Instant.ofEpochMilli(millis)
            + "\"}");
  }
}
