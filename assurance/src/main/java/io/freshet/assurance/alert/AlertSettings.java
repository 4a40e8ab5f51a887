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
 */
public record AlertSettings(Optional<URI> webhook) {
  private static final String WEBHOOK = "alerts.webhook";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public AlertSettings {
    webhook.ifPresent(AlertSettings::require);
  }

  public static AlertSettings from(Settings settings) {
    return new AlertSettings(settings.optionalText(WEBHOOK).map(AlertSettings::uri));
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
