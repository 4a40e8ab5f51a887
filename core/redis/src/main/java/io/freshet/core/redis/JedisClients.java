package io.freshet.core.redis;

import io.freshet.core.toolkit.RedisLogin;
import io.freshet.core.toolkit.RedisSettings;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultRedisCredentials;

/** What clients are made of that use Jedis. */
public final class JedisClients {
  private JedisClients() {}

  /** As whom they come and whom they believe; times and names come on top. */
  public static DefaultJedisClientConfig.Builder config(RedisSettings redis) {
    DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder();
    RedisLogin login = redis.login();
    if (login.isAsked()) {
      String user = login.user().isEmpty() ? null : login.user(); // which stands for the default
      config.credentialsProvider(() -> new DefaultRedisCredentials(user, login.secret()));
    }
    if (redis.tls().isOn()) {
      config
          .ssl(true)
          .sslSocketFactory(redis.tls().context().getSocketFactory())
          .sslParameters(redis.tls().parameters());
    }

    return config;
  }
}
