package io.freshet.core.envelope.registry;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the schema registry is. Keys start with {@code registry.}.
 *
 * @param url base of the Confluent API, without a slash at the end
 * @param timeout how long one question may take, its answer's last byte included
 * @param login as whom it is asked
 */
public record RegistrySettings(String url, Duration timeout, RegistryLogin login)
    implements Serializable {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  public RegistrySettings {
    url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    if (!isHttp(url)) {
      throw new InvalidSettingException(
          "registry.url", url, "an http or https address such as http://127.0.0.1:8081");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new InvalidSettingException("registry.timeout", timeout, "longer than nothing");
    }
    if (login.isAsked() && !isSafe(url)) {
      throw new InvalidSettingException(
          "registry.url",
          url,
          "an https address where a login is set, which whoever listens would read");
    }
  }

  /** Of a registry that asks nobody. */
  public RegistrySettings(String url, Duration timeout) {
    this(url, timeout, RegistryLogin.NONE);
  }

  /** With the default timeout. */
  public static RegistrySettings of(String url) {
    return new RegistrySettings(url, DEFAULT_TIMEOUT);
  }

  public static RegistrySettings from(Settings settings) {
    return new RegistrySettings(
        settings.text("registry.url"),
        settings.duration("registry.timeout", DEFAULT_TIMEOUT),
        RegistryLogin.from(settings));
  }

  /** Whether nobody on the way reads what is shown there. */
  private static boolean isSafe(String url) {
    URI uri = URI.create(url);

    return "https".equalsIgnoreCase(uri.getScheme())
        || List.of("127.0.0.1", "localhost", "[::1]").contains(uri.getHost());
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);

      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
