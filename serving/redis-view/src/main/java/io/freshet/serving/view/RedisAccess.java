package io.freshet.serving.view;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import java.util.Optional;

/**
 * Which Redis is read, and as whom.
 *
 * @param user of Redis's own access rules; empty for the default one
 * @param password empty when Redis asks for none
 */
public record RedisAccess(RedisSettings redis, String user, String password) {
  /** As the services that share the settings {@code redis.*}; empty where they name none. */
  public static Optional<RedisAccess> shared(Settings settings) {
    boolean isNamed =
        settings.optionalText("redis.host").isPresent()
            || settings.optionalText("redis.nodes").isPresent();

    return isNamed ? Optional.of(of(RedisSettings.from(settings))) : Optional.empty();
  }

  /** As whoever has its password. */
  public static RedisAccess of(RedisSettings redis) {
    return new RedisAccess(redis, "", redis.password());
  }

  /** The same Redis, as one user of it. */
  public RedisAccess as(String otherUser, String otherPassword) {
    return new RedisAccess(redis, otherUser, otherPassword);
  }

  /** Without the password: this may reach a log. */
  @Override
  public String toString() {
    return user.isEmpty() ? redis.toString() : user + " at " + redis;
  }
}
