package io.freshet.ingestion.sqlapps.webhook;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where alerts go: the settings {@code webhook.<name>.url} and {@code webhook.<name>.secret}.
 * Either may be a secret, so neither is ever printed.
 *
 * @param secret signs what is sent; empty: it is not signed
 */
public record WebhookTarget(String name, URI url, String secret) implements Serializable {
  public static WebhookTarget from(String name, Settings settings) {
    String key = "webhook.%s.url".formatted(name);
    String url = settings.text(key);
    String secret = settings.optionalText("webhook.%s.secret".formatted(name)).orElse("");

    return new WebhookTarget(name, address(key, url), secret);
  }

  private static URI address(String key, String url) {
    try {
      URI uri = new URI(url);
      boolean isHttp =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (isHttp && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // said below, without the address
    }
    throw new InvalidSettingException(key, "not shown", "an http or https address");
  }

  @Override
  public String toString() {
    return "webhook " + name;
  }
}
