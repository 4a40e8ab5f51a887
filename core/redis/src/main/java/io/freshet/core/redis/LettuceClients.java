package io.freshet.core.redis;

import io.freshet.core.toolkit.RedisLogin;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.RedisSettings.Node;
import io.freshet.core.toolkit.RedisTls;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;

/** What clients are made of that use Lettuce: it wants one half at the address, one as option. */
public final class LettuceClients {
  private LettuceClients() {}

  /** Where a node is and as whom we come; times and names come on top. */
  public static RedisURI.Builder address(RedisSettings redis, Node node) {
    RedisURI.Builder address = RedisURI.builder().withHost(node.host()).withPort(node.port());
    RedisLogin login = redis.login();
    if (login.isAsked()) {
      String user = login.user().isEmpty() ? null : login.user(); // which stands for the default
      address.withAuthentication(
          RedisCredentialsProvider.from(() -> RedisCredentials.just(user, login.secret())));
    }
    if (redis.tls().isOn()) {
      address.withSsl(true).withVerifyPeer(SslVerifyMode.FULL);
    }

    return address;
  }

  /** Whom they believe; all other options come on top. */
  public static ClientOptions.Builder options(RedisSettings redis) {
    return redis.tls().isOn()
        ? ClientOptions.builder().sslOptions(ssl(redis.tls()))
        : ClientOptions.builder();
  }

  private static SslOptions ssl(RedisTls tls) {
    return SslOptions.builder()
        .jdkSslProvider()
        .protocols(RedisTls.protocols())
        .trustManager(tls.trust())
        .build();
  }
}
