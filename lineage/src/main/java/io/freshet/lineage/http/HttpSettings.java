package io.freshet.lineage.http;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/** Where and to whom the server answers. Keys start with {@code lineage.}; port 0 takes any. */
public record HttpSettings(String host, int port, String token, int maxEventBytes) {
  private static final int MIN_TOKEN_LENGTH = 16;
  // A body is held in memory, and what is read from it takes some ten times as much.
  private static final int MAX_EVENT_BYTES = 64 * 1024 * 1024;

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException("lineage.port", port, "between 0 and 65535");
    }
    if (token.length() < MIN_TOKEN_LENGTH) {
      throw new InvalidSettingException(
          "lineage.token", "too short", "at least %d characters".formatted(MIN_TOKEN_LENGTH));
    }
    if (maxEventBytes < 1 || maxEventBytes > MAX_EVENT_BYTES) {
      throw new InvalidSettingException(
          "lineage.max-event-bytes", maxEventBytes, "between 1 and %d".formatted(MAX_EVENT_BYTES));
    }
  }

  public static HttpSettings from(Settings settings) {
    return new HttpSettings(
        settings.text("lineage.host", "127.0.0.1"),
        settings.integer("lineage.port", 8282),
        settings.text("lineage.token"),
        settings.integer("lineage.max-event-bytes", 1024 * 1024));
  }

  /** Without the token: this may reach a log. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
