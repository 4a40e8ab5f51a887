package io.freshet.serving.live.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of one connection's coming and going.
 *
 * @param name for the log
 */
record ConnectionWatch(String name, Runnable whenConnected, Runnable whenDisconnected)
    implements RedisConnectionStateListener {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    LOG.info("Redis connected connection={}", name);
    whenConnected.run();
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
    LOG.info("Redis disconnected connection={}", name);
    whenDisconnected.run();
  }

  @Override
  public void onRedisExceptionCaught(RedisChannelHandler<?, ?> connection, Throwable cause) {
    LOG.debug("Redis connection fails connection={}", name, cause);
  }
}
