package io.freshet.serving.live.redis;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.Collection;
import java.util.List;

/** One Redis, or what a failover puts in its place. */
final class ServerLink implements RedisLink {
  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, byte[]> reads;
  private final StatefulRedisPubSubConnection<String, byte[]> messages;

  private ServerLink(
      ClientResources resources,
      RedisClient client,
      StatefulRedisConnection<String, byte[]> reads,
      StatefulRedisPubSubConnection<String, byte[]> messages) {
    this.resources = resources;
    this.client = client;
    this.reads = reads;
    this.messages = messages;
  }

  static ServerLink open(RedisStart start) {
    ClientResources resources = LettuceOptions.resources();
    RedisClient client =
        RedisClient.create(resources, LettuceOptions.addresses(start.settings()).get(0));
    client.setOptions(LettuceOptions.server(start.settings()));
    try {
      StatefulRedisConnection<String, byte[]> reads =
          start.connect(() -> client.connect(LettuceOptions.CODEC));
      if (start.connect(() -> reads.sync().info("cluster")).contains("cluster_enabled:1")) {
        throw new FreshetException(
            Fault.CALLER,
            "Redis at %s is part of a Cluster; name some of its nodes in redis.nodes, not in redis.host"
                .formatted(start.settings()));
      }

      return new ServerLink(
          resources,
          client,
          reads,
          start.connect(() -> client.connectPubSub(LettuceOptions.CODEC)));
    } catch (RuntimeException e) {
      LettuceOptions.shutDown(client, resources);
      throw e;
    }
  }

  @Override
  public RedisClusterAsyncCommands<String, byte[]> reads() {
    return reads.async();
  }

  @Override
  public RedisClusterAsyncCommands<String, byte[]> another() {
    return client.connect(LettuceOptions.CODEC).async();
  }

  @Override
  public StatefulRedisPubSubConnection<String, byte[]> messages() {
    return messages;
  }

  @Override
  public Collection<List<String>> together(List<String> channels) {
    return List.of(channels);
  }

  @Override
  public void watch(Documents.Listener listener) {
    reads.addListener(new ConnectionWatch("reads", listener::readable, listener::away));
    messages.addListener(new ConnectionWatch("messages", listener::audible, () -> {}));
  }

  @Override
  public void close() {
    LettuceOptions.shutDown(client, resources);
  }
}
