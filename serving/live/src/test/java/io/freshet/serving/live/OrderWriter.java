package io.freshet.serving.live;

import io.freshet.core.toolkit.Settings;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.Version;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Writes orders into Redis, one or a Cluster, as the ETA job does, by its own script. */
final class OrderWriter implements AutoCloseable {
  private static final Path SCRIPT =
      Path.of("../redis-eta/src/main/resources/io/freshet/serving/eta/redis/newer-wins.lua");
  private static final String HEARTBEAT = "heartbeat:eta";
  private static final Duration TTL = Duration.ofMinutes(30);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final AbstractRedisClient client;
  private final RedisClusterCommands<String, String> redis;
  private final String script;

  OrderWriter(Settings settings) {
    this(
        RedisClient.create(
            RedisURI.create(settings.text("redis.host"), settings.integer("redis.port", 0))));
  }

  private OrderWriter(RedisClient client) {
    this(client, client.connect().sync());
  }

  private OrderWriter(RedisClusterClient client) {
    this(client, client.connect().sync());
  }

  /** Whose writes fail while their node is away. */
  static OrderWriter toCluster(String nodes) {
    RedisClusterClient client =
        RedisClusterClient.create(
            RedisURI.Builder.redis("127.0.0.1", port(nodes)).withTimeout(TIMEOUT).build());
    client.setOptions(
        ClusterClientOptions.builder()
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(Duration.ofSeconds(1))
                    .build())
            .build());

    return new OrderWriter(client);
  }

  /** Of the last node, a replica: those that tests kill are others. */
  private static int port(String nodes) {
    return Integer.parseInt(nodes.substring(nodes.lastIndexOf(':') + 1));
  }

  private OrderWriter(AbstractRedisClient client, RedisClusterCommands<String, String> redis) {
    this.client = client;
    this.redis = redis;
    try {
      this.script = Files.readString(SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes it and publishes it. */
  boolean write(OrderKey order, Version version, String document) {
    return write(order, version, document, order.redisName());
  }

  /** Writes it, and the message is lost. */
  boolean writeUnheard(OrderKey order, Version version, String document) {
    return write(order, version, document, "");
  }

  private boolean write(OrderKey order, Version version, String document, String channel) {
    return write(order.redisName(), version, document, channel);
  }

  private boolean write(String key, Version version, String document, String channel) {
    Long written =
        redis.eval(
            script,
            ScriptOutputType.INTEGER,
            new String[] {key},
            Long.toString(version.orderVersion()),
            Long.toString(version.eventMillis()),
            Long.toString(TTL.toMillis()),
            channel,
            document);

    return written == 1;
  }

  /** Tells that the job lived then; once told, servers wait for more until that is forgotten. */
  void beat(Instant at) {
    boolean unused =
        write(
            HEARTBEAT,
            new Version(0, at.toEpochMilli()),
            "{\"event_time_ms\":%d,\"event_time\":\"%s\"}".formatted(at.toEpochMilli(), at),
            "");
  }

  void forgetBeats() {
    redis.del(HEARTBEAT);
  }

  String read(OrderKey order) {
    return redis.get(order.redisName());
  }

  void delete(OrderKey order) {
    redis.del(order.redisName());
  }

  /** How many listen to the order's channel. */
  long listeners(OrderKey order) {
    return redis.pubsubShardNumsub(order.redisName()).get(order.redisName());
  }

  /** An order on its way: what is unknown is left out, as the job does. */
  static String document(OrderKey order, Version version, String state) {
    boolean isMoving = version.eventMillis() % 3 != 0;
    String position =
        isMoving
            ? String.format(
                Locale.ROOT,
                ",\"latitude\":%.6f,\"longitude\":-122.400000",
                37 + version.eventMillis() % 1000 / 1000.0)
            : "";

    return document(order, version, state, position);
  }

  /** An order with further members. */
  static String document(OrderKey order, Version version, String state, String members) {
    return "{\"order_version\":%d,\"event_time_ms\":%d,\"market\":\"%s\",\"order_id\":%d,\"state\":\"%s\"%s}"
        .formatted(
            version.orderVersion(),
            version.eventMillis(),
            order.market(),
            order.orderId(),
            state,
            members);
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
