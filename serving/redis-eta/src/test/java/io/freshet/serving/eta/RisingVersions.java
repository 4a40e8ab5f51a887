package io.freshet.serving.eta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.serving.eta.redis.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import redis.clients.jedis.Jedis;

/** Reads all documents again and again, and notes each that went back. */
final class RisingVersions implements AutoCloseable {
  private final RedisProcess redis;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Version> newest = new HashMap<>();
  private final List<String> fallen = new ArrayList<>();
  private final CompletableFuture<Void> watching;
  private volatile boolean isOver;

  private record Version(long version, long millis) {
    boolean isBelow(Version other) {
      return version < other.version || (version == other.version && millis < other.millis);
    }
  }

  RisingVersions(RedisProcess redis) {
    this.redis = redis;
    this.watching = CompletableFuture.runAsync(this::watch);
  }

  /** What went back until it was closed. */
  List<String> fallen() {
    return List.copyOf(fallen);
  }

  private void watch() {
    try (Jedis jedis = redis.client()) {
      while (!isOver) {
        for (String key : jedis.keys("*")) {
          String document = jedis.get(key);
          if (document != null) {
            note(key, json.readTree(document));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(String key, JsonNode document) {
    Version version =
        new Version(
            document.path("order_version").asLong(), document.path("event_time_ms").asLong());
    Version before = newest.put(key, version);
    if (before != null && version.isBelow(before)) {
      fallen.add("%s from %s to %s".formatted(key, before, version));
    }
  }

  @Override
  public void close() {
    isOver = true;
    watching.join();
  }
}
