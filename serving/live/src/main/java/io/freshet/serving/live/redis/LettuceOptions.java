package io.freshet.serving.live.redis;

import io.freshet.core.redis.LettuceClients;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.RedisSettings.Node;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How Lettuce behaves, for one Redis and for a Cluster. */
final class LettuceOptions {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  // Lettuce's own delay grows to half a minute: watchers would wait as long for a Redis that is
  // back.
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(1);
  private static final int THREADS = 2; // the least that Lettuce takes; they never wait
  private static final int MOST_WAITING_COMMANDS = 10_000;

  private LettuceOptions() {}

  static ClientResources resources() {
    return DefaultClientResources.builder()
        .ioThreadPoolSize(THREADS)
        .computationThreadPoolSize(THREADS)
        .reconnectDelay(
            Delay.fullJitter(
                SHORTEST_DELAY, LONGEST_DELAY, SHORTEST_DELAY.toMillis(), TimeUnit.MILLISECONDS))
        .build();
  }

  static List<RedisURI> addresses(RedisSettings settings) {
    return settings.nodes().stream().map(node -> address(settings, node)).toList();
  }

  private static RedisURI address(RedisSettings settings, Node node) {
    return LettuceClients.address(settings, node)
        .withClientName("freshet-live")
        .withTimeout(TIMEOUT)
        .build();
  }

  /** What can't be sent now is not sent later: whoever asked would no longer want to know. */
  static ClientOptions server(RedisSettings settings) {
    return LettuceClients.options(settings)
        .autoReconnect(true)
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MOST_WAITING_COMMANDS)
        .socketOptions(
            SocketOptions.builder()
                .connectTimeout(TIMEOUT)
                .tcpNoDelay(true)
                .keepAlive(
                    // A machine that has gone says nothing: it is missed after ten seconds or so.
                    SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(Duration.ofSeconds(5))
                        .interval(Duration.ofSeconds(2))
                        .count(3)
                        .build())
                .build())
        .timeoutOptions(TimeoutOptions.enabled(TIMEOUT))
        .build();
  }

  /**
   * Who has which slot is asked now and then, and soon after something speaks against it. What
   * can't be sent now waits for a connection, as long as an answer may take: to refuse it would be
   * to refuse the first of each node, which is not connected before somebody asks for it.
   */
  static ClusterClientOptions cluster(RedisSettings settings) {
    return ClusterClientOptions.builder(server(settings))
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS)
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(Duration.ofSeconds(30))
                .enableAllAdaptiveRefreshTriggers()
                .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                .refreshTriggersReconnectAttempts(1)
                .build())
        .build();
  }

  static void shutDown(AbstractRedisClient client, ClientResources resources) {
    client.shutdown(Duration.ZERO, TIMEOUT);
    resources
        .shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(TIMEOUT.toMillis());
  }
}
