package io.freshet.deploy.company;

import java.util.List;

/** Which settings nobody may read who only looks at pods. */
public final class SecretKeys {
  private static final List<String> WORDS =
      List.of(
          "secret",
          "password",
          "token",
          "credential",
          "access-key",
          "webhook",
          "key-hashes",
          "private");

  private SecretKeys() {}

  /**
   * Whether a value of that key is a secret, such as {@code postgres.password}; the name of a file
   * that holds one is none.
   */
  public static boolean isSecret(String key) {
    return WORDS.stream().anyMatch(key::contains) && !key.endsWith("-file");
  }
}
