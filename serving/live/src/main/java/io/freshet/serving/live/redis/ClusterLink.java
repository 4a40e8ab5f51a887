package io.freshet.serving.live.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateAdapter;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.pubsub.StatefulRedisClusterPubSubConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Cluster, with connections to each primary. A channel is subscribed where its slot is; Lettuce
 * does not carry subscriptions over when slots go elsewhere, so whoever listens is told whenever
 * that may be so.
 */
final class ClusterLink implements RedisLink {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLink.class);

  private final ClientResources resources;
  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<String, byte[]> reads;
  private final StatefulRedisClusterPubSubConnection<String, byte[]> messages;

  private ClusterLink(
      ClientResources resources,
      RedisClusterClient client,
      StatefulRedisClusterConnection<String, byte[]> reads,
      StatefulRedisClusterPubSubConnection<String, byte[]> messages) {
    this.resources = resources;
    this.client = client;
    this.reads = reads;
    this.messages = messages;
  }

  static ClusterLink open(RedisStart start) {
    ClientResources resources = LettuceOptions.resources();
    RedisClusterClient client =
        RedisClusterClient.create(resources, LettuceOptions.addresses(start.settings()));
    client.setOptions(LettuceOptions.cluster(start.settings()));
    try {
      return new ClusterLink(
          resources,
          client,
          start.connect(() -> client.connect(LettuceOptions.CODEC)),
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

  /** Redis takes no two slots in one command. */
  @Override
  public Collection<List<String>> together(List<String> channels) {
    return channels.stream().collect(Collectors.groupingBy(SlotHash::getSlot)).values();
  }

  /**
   * Connections for messages tell enough: there is one to each primary that somebody listens to.
   * Others come and go whenever Lettuce asks who has which slot.
   */
  @Override
  public void watch(Documents.Listener listener) {
    client.addListener(
        new RedisConnectionStateAdapter() {
          @Override
          public void onRedisConnected(
              RedisChannelHandler<?, ?> connection, SocketAddress address) {
            if (connection instanceof StatefulRedisPubSubConnection) {
              LOG.info("Redis connected connection=messages address={}", address);
              listener.audible();
            }
          }

          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            if (connection instanceof StatefulRedisPubSubConnection) {
              LOG.info("Redis disconnected connection=messages");
              listener.readable(); // or not: trying shows
            }
          }
        });
  }

  @Override
  public void close() {
    LettuceOptions.shutDown(client, resources);
  }
}
