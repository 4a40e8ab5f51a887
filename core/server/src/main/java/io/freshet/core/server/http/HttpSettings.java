package io.freshet.core.server.http;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/** Where and to whom a server answers that one token opens. */
public record HttpSettings(HttpAddress address, String token) {
  private static final int MIN_TOKEN_LENGTH = 16;

  public HttpSettings {
    if (token.length() < MIN_TOKEN_LENGTH) {
      throw new InvalidSettingException(
          address.part() + ".token",
          "too short",
          "at least %d characters".formatted(MIN_TOKEN_LENGTH));
    }
  }

  public HttpSettings(String part, String host, int port, String token) {
    this(new HttpAddress(part, host, port), token);
  }

  public static HttpSettings from(Settings settings, String part, int defaultPort) {
    return new HttpSettings(
        HttpAddress.from(settings, part, defaultPort), settings.text(part + ".token"));
  }

  public String host() {
    return address.host();
  }

  public int port() {
    return address.port();
  }

  /** Without the token: this may reach a log. */
  @Override
  public String toString() {
    return address.toString();
  }
}
