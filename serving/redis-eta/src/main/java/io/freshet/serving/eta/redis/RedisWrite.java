package io.freshet.serving.eta.redis;

/**
 * A document as it should be, if nothing newer is there.
 *
 * @param version which counts before the time; 0 where there are no versions
 * @param millis event time
 * @param channel on which the change is published; empty: nowhere
 * @param document a JSON object that begins with this version, if there are versions, and this time
 */
public record RedisWrite(
    String key, long version, long millis, long ttlMillis, String channel, String document) {

  boolean isNewerThan(RedisWrite other) {
    return version > other.version || (version == other.version && millis > other.millis);
  }
}
