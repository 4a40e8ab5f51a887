package io.freshet.deploy.platform;

import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.CompanyValues.SecretReference;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * As whom processes come to Redis where the company has users for them, {@code redis.users}: each
 * as the one of its own name. As with Kafka, a password is a file.
 */
final class RedisLogins {
  static final String FOLDER = "/opt/freshet/redis-login";
  static final String PASSWORD = "password";

  private static final String USER = "redis.user";
  private static final String PASSWORD_FILE = "redis.password-file";
  private static final List<String> OF_ALL = List.of(USER, "redis.password", PASSWORD_FILE);

  private final CompanyValues values;
  private final RedisUsers users;

  RedisLogins(CompanyValues values, List<SqlApplication> applications) {
    this.values = values;
    this.users = new RedisUsers(values, applications);
  }

  /** What the profile says: the same file for all, never the same. */
  Map<String, Object> settings() {
    return values.redisUsers().isPresent()
        ? Map.of(PASSWORD_FILE, "%s/%s".formatted(FOLDER, PASSWORD))
        : Map.of();
  }

  /** Variables of a process that comes as itself; none of others. */
  Map<String, String> variables(Workload workload) {
    return own(workload).map(password -> Map.of(USER, workload.name())).orElse(Map.of());
  }

  /** Where its password is; empty where all come as one, or Redis is nothing to the process. */
  Optional<SecretReference> own(Workload workload) {
    return values
        .redisUsers()
        .filter(secret -> users.rules().containsKey(workload.name()))
        .map(secret -> new SecretReference(secret, workload.name()));
  }

  /** The rules of all users, for whoever makes them: Kubernetes has no word for it. */
  Optional<Resource> rules(Metadata metadata) {
    return values
        .redisUsers()
        .map(secret -> Resource.of("redis", "v1", "ConfigMap", metadata, "data", users.rules()));
  }

  /**
   * @throws io.freshet.core.toolkit.FreshetException when there is one login for all as well, or a
   *     user may do nothing
   */
  void check() {
    if (values.redisUsers().isEmpty()) {
      return;
    }
    new OneLogin(values, OF_ALL).refuseBeside("redis.users");
    users.check();
  }
}
