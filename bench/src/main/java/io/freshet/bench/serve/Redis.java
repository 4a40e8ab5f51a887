package io.freshet.bench.serve;

import io.freshet.core.redis.LettuceClients;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's Redis by the client that the live server has. */
public final class Redis implements AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");
  private static final int KEYS_AT_ONCE = 500;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final RedisClient client;

  private Redis(RedisClient client) {
    this.client = client;
  }

  public static Redis of(Settings settings) {
    RedisSettings redis = RedisSettings.from(settings);
    RedisClient client =
        RedisClient.create(LettuceClients.address(redis, redis.nodes().get(0)).build());
    client.setOptions(LettuceClients.options(redis).build());

    return new Redis(client);
  }

  /** A connection of one's own; it ends with this. */
  public StatefulRedisConnection<String, byte[]> connect() {
    return client.connect(CODEC);
  }

  /** The same for messages. */
  public StatefulRedisPubSubConnection<String, byte[]> listen() {
    return client.connectPubSub(CODEC);
  }

  /** The versions of these orders' documents; those that have none are left out. */
  public Map<LiveOrder, Version> versions(List<LiveOrder> orders) {
    Map<LiveOrder, Version> versions = new HashMap<>();
    try (StatefulRedisConnection<String, byte[]> connection = connect()) {
      for (int from = 0; from < orders.size(); from += KEYS_AT_ONCE) {
        List<LiveOrder> some = orders.subList(from, Math.min(orders.size(), from + KEYS_AT_ONCE));
        List<KeyValue<String, byte[]>> held =
            connection.sync().mget(some.stream().map(LiveOrder::redisName).toArray(String[]::new));
        for (int i = 0; i < some.size(); i++) {
          LiveOrder order = some.get(i);
          held.get(i)
              .optional()
              .flatMap(json -> Version.ofDocument(text(json)))
              .ifPresent(version -> versions.put(order, version));
        }
      }
    }

    return versions;
  }

  /** Memory of all that it holds, in bytes. */
  public long usedBytes() {
    try (StatefulRedisConnection<String, byte[]> connection = connect()) {
      Matcher used = USED.matcher(connection.sync().info("memory"));

      return used.find() ? Long.parseLong(used.group(1)) : 0;
    }
  }

  public void empty() {
    try (StatefulRedisConnection<String, byte[]> connection = connect()) {
      connection.sync().flushall();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, GRACE);
  }
}
