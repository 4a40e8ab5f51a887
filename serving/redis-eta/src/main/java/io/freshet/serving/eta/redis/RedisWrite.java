package io.freshet.serving.eta.redis;

import java.util.List;

/**
 * A hash as it should be, if nothing newer is there.
 *
 * @param version which counts before the time; 0 where there are no versions
 * @param millis event time
 * @param channel on which the change is published; empty: nowhere
 * @param fields field, value, field, value, …
 */
public record RedisWrite(
    String key, long version, long millis, long ttlMillis, String channel, List<String> fields) {

  boolean isNewerThan(RedisWrite other) {
    return version > other.version || (version == other.version && millis > other.millis);
  }
}
