package io.freshet.core.toolkit;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * As whom Redis knows us: {@code redis.user}, and {@code redis.password} or {@code
 * redis.password-file}.
 *
 * @param user of Redis's access rules; empty for the default one
 * @param password empty when Redis asks for none, or a file holds it
 * @param file is read at each login, so that a password may change while the process runs, and does
 *     not itself go into a job's plan; empty for none
 */
public record RedisLogin(String user, String password, String file) implements Serializable {
  /** For a Redis that asks nobody. */
  public static final RedisLogin NONE = new RedisLogin("", "", "");

  private static final String USER = "redis.user";
  private static final String PASSWORD = "redis.password";
  private static final String FILE = "redis.password-file";

  static RedisLogin from(Settings settings) {
    Optional<String> user = settings.optionalText(USER);
    Optional<String> password = settings.optionalText(PASSWORD);
    Optional<String> file = settings.optionalText(FILE);
    if (password.isPresent() && file.isPresent()) {
      throw new InvalidSettingException(
          FILE, file.get(), "left out where %s is set".formatted(PASSWORD));
    }
    if (user.isPresent() && password.isEmpty() && file.isEmpty()) {
      throw new InvalidSettingException(
          USER, user.get(), "left out where neither %s nor %s is set".formatted(PASSWORD, FILE));
    }
    file.map(Path::of)
        .filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new InvalidSettingException(FILE, path, "a file that this process may read");
            });

    return new RedisLogin(user.orElse(""), password.orElse(""), file.orElse(""));
  }

  /** Whoever has its password. */
  static RedisLogin ofDefaultUser(String password) {
    return new RedisLogin("", password, "");
  }

  /** Whether there is something to show. */
  public boolean isAsked() {
    return !password.isEmpty() || !file.isEmpty();
  }

  /**
   * The password as it is now.
   *
   * @throws FreshetException {@code CALLER} when its file is gone
   */
  public String secret() {
    if (file.isEmpty()) {
      return password;
    }
    try {
      // Without the line feed that editors put at its end.
      return Files.readString(Path.of(file)).replaceFirst("[\r\n]+$", "");
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "%s can't be read: %s".formatted(FILE, e.getMessage()), e);
    }
  }

  /** Without the password: this may reach a log. */
  @Override
  public String toString() {
    return user.isEmpty() ? "the default user" : user;
  }
}
