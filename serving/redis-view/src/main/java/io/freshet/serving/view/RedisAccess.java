package io.freshet.serving.view;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import java.util.Optional;

/** Which Redis is read, and as whom. */
public record RedisAccess(RedisSettings redis) {
  /** As the services that share the settings {@code redis.*}; empty where they name none. */
  public static Optional<RedisAccess> shared(Settings settings) {
    boolean isNamed =
        settings.optionalText("redis.host").isPresent()
            || settings.optionalText("redis.nodes").isPresent();

    return isNamed ? Optional.of(new RedisAccess(RedisSettings.from(settings))) : Optional.empty();
  }

  /** The same Redis, as one user of it. */
  public RedisAccess as(String otherUser, String otherPassword) {
    return new RedisAccess(redis.as(otherUser, otherPassword));
  }

  /** Without the password: this may reach a log. */
  @Override
  public String toString() {
    String user = redis.login().user();

    return user.isEmpty() ? redis.toString() : user + " at " + redis;
  }
}
