package io.freshet.core.toolkit;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells secrets by their keys, and keeps them out of what is printed: whole values by their keys,
 * and parts of addresses.
 */
public final class Secrets {
  private static final String MASK = "***";
  private static final List<String> KEYS =
      List.of(
          "secret",
          "password",
          "token",
          "credential",
          "access-key",
          "webhook",
          "key-hashes",
          "private",
          // Of Iceberg's own properties.
          "authorization",
          "shared-key",
          "connection-string");

  /** Where a secret lies is none. */
  private static final Pattern FILE = Pattern.compile("(?i).*[-._]file");

  private static final Pattern KEY = Pattern.compile(keyPattern());

  /** {@code ?password=x}, {@code sslPassword="x y"}, {@code ;accessKey=x}: up to the next one. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:secret|credential|password|passwd|pwd|token|access[-_.]?key)[\\w.-]*\\s*=\\s*)"
              + "(?:\"[^\"]*\"|'[^']*'|[^&;\\s]+)");

  /** {@code //user:password@host}; a password may hold an {@code @}, but no slash. */
  private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");

  private Secrets() {}

  /** What the keys of secrets look like, for engines that mask values by one pattern. */
  public static String keyPattern() {
    return "(?i)" + String.join("|", KEYS).replace("-", "[-._]?");
  }

  /**
   * Whether a value of that key is a secret, such as {@code postgres.password}, or of {@code
   * POSTGRES_PASSWORD} as variables are written; the name of a file that holds one is none.
   */
  public static boolean isSecret(String key) {
    return KEY.matcher(key).find() && !FILE.matcher(key).matches();
  }

  static String masked(String key, String value) {
    return isSecret(key) && !value.isEmpty() ? MASK : masked(value);
  }

  /** The text without the secrets that stand in it. */
  public static String masked(String text) {
    String parameters = PARAMETER.matcher(text).replaceAll("$1" + MASK);

    return USER_INFO.matcher(parameters).replaceAll("//" + MASK + "@");
  }
}
