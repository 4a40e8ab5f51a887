package io.freshet.core.toolkit;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where OpenLineage events go. Keys start with {@code lineage.}; without a URL nothing is told.
 *
 * @param url of a server with OpenLineage's HTTP API, without {@code /api/v1/lineage}
 * @param token what the server wants to see, where it asks for one
 */
public record LineageSettings(Optional<String> url, Optional<String> token) {
  private static final Pattern HTTP = Pattern.compile("https?://[\\w.:\\[\\]-]+(/[\\w./-]*)?");
  // What a header can hold. A client's own refusal would show the token.
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
  private static final String PATH = "/api/v1/lineage";
  private static final int MAX_PORT = 65_535;

  public LineageSettings {
    url = url.map(text -> text.replaceFirst("/+$", ""));
    url.filter(text -> !isAddress(text))
        .ifPresent(
            text -> {
              throw new InvalidSettingException(
                  "lineage.url", text, "an http or https address such as http://127.0.0.1:8282");
            });
    token.ifPresent(LineageSettings::requireToken);
  }

  private static void requireToken(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw new InvalidSettingException(
          "lineage.token", "not shown", "printable ASCII without blanks and line ends");
    }
  }

  public static LineageSettings from(Settings settings) {
    return new LineageSettings(
        settings.optionalText("lineage.url"), settings.optionalText("lineage.token"));
  }

  /** A host that Java's clients can call: one with an underscore is none to them. */
  private static boolean isAddress(String text) {
    try {
      URI uri = new URI(text);

      return HTTP.matcher(text).matches() && uri.getHost() != null && uri.getPort() <= MAX_PORT;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  public static LineageSettings none() {
    return new LineageSettings(Optional.empty(), Optional.empty());
  }

  /** Where events are posted; empty where nothing is told. */
  public Optional<URI> endpoint() {
    return url.map(text -> URI.create(text + PATH));
  }

  @Override
  public String toString() {
    return "LineageSettings[url=%s]".formatted(url.orElse(""));
  }
}
