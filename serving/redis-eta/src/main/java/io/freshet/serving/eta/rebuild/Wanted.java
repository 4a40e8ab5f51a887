package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.redis.RedisWrite;

/**
 * A document that Redis should show, if it has nothing newer.
 *
 * @param write lasts as long as one that the job writes
 * @param leastMillis event time that the job must have come to with this version; whether it has
 *     seen the pings behind that depends on what came to it first
 * @param receivedMillis when what it rests on came in
 */
record Wanted(RedisWrite write, long leastMillis, long receivedMillis) {
  private static final long SHORTEST_MILLIS = 1_000;

  String key() {
    return write.key();
  }

  /** Whether the job would still show it, had it written it as it came in. */
  boolean isShownAt(long now) {
    return leftAt(now) >= SHORTEST_MILLIS;
  }

  /** To be written now: it does not last longer for having been lost. */
  RedisWrite at(long now) {
    return new RedisWrite(
        write.key(),
        write.version(),
        write.millis(),
        Math.max(SHORTEST_MILLIS, leftAt(now)),
        write.channel(),
        write.document());
  }

  private long leftAt(long now) {
    return Math.min(write.ttlMillis(), receivedMillis + write.ttlMillis() - now);
  }
}
