package io.freshet.serving.live.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Collection;
import java.util.List;

/**
 * What one Redis and a Cluster have in common: connections for reads and for messages, each of
 * which comes back by itself. Thread-safe.
 */
interface RedisLink extends AutoCloseable {
  RedisClusterAsyncCommands<String, byte[]> reads();

  /** By another connection. */
  RedisClusterAsyncCommands<String, byte[]> another();

  StatefulRedisPubSubConnection<String, byte[]> messages();

  /** Channels by commands: those of one list may stand in one. */
  Collection<List<String>> together(List<String> channels);

  /** Tells the listener when connections come and go; once. */
  void watch(Documents.Listener listener);

  @Override
  void close();
}
