package io.freshet.core.server.http;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/**
 * Where and to whom a server answers.
 *
 * @param part whose server it is; its keys begin with that name and a dot
 * @param port 0 takes any that is free
 */
public record HttpSettings(String part, String host, int port, String token) {
  private static final int MIN_TOKEN_LENGTH = 16;

  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException(part + ".port", port, "between 0 and 65535");
    }
    if (token.length() < MIN_TOKEN_LENGTH) {
      throw new InvalidSettingException(
          part + ".token", "too short", "at least %d characters".formatted(MIN_TOKEN_LENGTH));
    }
  }

  public static HttpSettings from(Settings settings, String part, int defaultPort) {
    return new HttpSettings(
        part,
        settings.text(part + ".host", "127.0.0.1"),
        settings.integer(part + ".port", defaultPort),
        settings.text(part + ".token"));
  }

  /** Without the token: this may reach a log. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
