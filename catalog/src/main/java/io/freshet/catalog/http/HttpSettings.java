package io.freshet.catalog.http;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/** Where and to whom the catalog answers. Keys start with {@code catalog.}; port 0 takes any. */
public record HttpSettings(String host, int port, String token, int maxRequestBytes) {
  private static final int MIN_TOKEN_LENGTH = 16;
  // A body is held in memory, by up to 16 requests at once.
  private static final int MAX_REQUEST_BYTES = 256 * 1024 * 1024;

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException("catalog.port", port, "between 0 and 65535");
    }
    if (token.length() < MIN_TOKEN_LENGTH) {
      throw new InvalidSettingException(
          "catalog.token", "too short", "at least %d characters".formatted(MIN_TOKEN_LENGTH));
    }
    if (maxRequestBytes < 1 || maxRequestBytes > MAX_REQUEST_BYTES) {
      throw new InvalidSettingException(
          "catalog.max-request-bytes",
          maxRequestBytes,
          "between 1 and %d".formatted(MAX_REQUEST_BYTES));
    }
  }

  public static HttpSettings from(Settings settings) {
    return new HttpSettings(
        settings.text("catalog.host", "127.0.0.1"),
        settings.integer("catalog.port", 8181),
        settings.text("catalog.token"),
        settings.integer("catalog.max-request-bytes", 8 * 1024 * 1024));
  }

  /** Without the token: this may reach a log. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
