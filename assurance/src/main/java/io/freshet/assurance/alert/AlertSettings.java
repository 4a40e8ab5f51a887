package io.freshet.assurance.alert;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Whom to tell. Keys start with {@code alerts.}.
 *
 * @param webhook empty: nobody
 * @param console where people reach the console, so that alerts can lead to its pages; empty: they
 *     don't
 */
public record AlertSettings(Optional<URI> webhook, Optional<URI> console) {
  private static final String WEBHOOK = "alerts.webhook";
  private static final String CONSOLE = "alerts.console";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public AlertSettings {
    webhook.ifPresent(AlertSettings::require);
    console.ifPresent(AlertSettings::requirePlace);
  }

  public static AlertSettings from(Settings settings) {
    return new AlertSettings(
        settings.optionalText(WEBHOOK).map(AlertSettings::uri),
        settings.optionalText(CONSOLE).map(AlertSettings::place));
  }

  private static URI place(String text) {
    try {
      return URI.create(text.replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw noPlace(text);
    }
  }

  /** Pages' paths are put behind it, and whoever gets an alert is to see nothing secret in it. */
  private static void requirePlace(URI url) {
    boolean isPlace =
        ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
            && url.getHost() != null
            && url.getUserInfo() == null
            && url.getQuery() == null
            && url.getFragment() == null;
    if (!isPlace) {
      throw noPlace(url.getHost() == null ? url.toString() : "***");
    }
  }

  private static InvalidSettingException noPlace(String seen) {
    return new InvalidSettingException(
        CONSOLE, seen, "the address of the console, such as https://freshet.example");
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong();
    }
  }

  /** What is sent names tables, and whoever listens is to be who was meant. */
  private static void require(URI url) {
    boolean isPrivate =
        "https".equals(url.getScheme())
            || ("http".equals(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost())));
    if (url.getHost() == null || url.getUserInfo() != null || !isPrivate) {
      throw wrong();
    }
  }

  /** Its path may be a secret. */
  private static InvalidSettingException wrong() {
    return new InvalidSettingException(
        WEBHOOK, "***", "an https:// address without a user, or http:// on the loopback address");
  }
}
