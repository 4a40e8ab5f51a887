package io.freshet.core.tracing;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Where spans go and of how many traces. Keys start with {@code tracing.}; without an endpoint
 * nothing is traced.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, without {@code /v1/traces}; empty where
 *     there is none
 * @param sampleRatio of the traces that begin here, those that are recorded; who asks with a trace
 *     of their own has decided already
 */
public record TracingSettings(String endpoint, double sampleRatio) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern HTTP = Pattern.compile("https?://[\\w.:\\[\\]-]+(/[\\w./-]*)?");
  private static final String DEFAULT_RATIO = "0.01";
  private static final String PATH = "/v1/traces";

  public TracingSettings {
    endpoint = endpoint.replaceFirst("/+$", "");
    if (!endpoint.isEmpty() && !isAddress(endpoint)) {
      throw new InvalidSettingException(
          "tracing.endpoint", endpoint, "an http or https address such as http://127.0.0.1:4318");
    }
    if (!(sampleRatio >= 0 && sampleRatio <= 1)) {
      throw new InvalidSettingException("tracing.sample-ratio", sampleRatio, "between 0 and 1");
    }
  }

  public static TracingSettings from(Settings settings) {
    return new TracingSettings(
        settings.text("tracing.endpoint", ""),
        ratio(settings.text("tracing.sample-ratio", DEFAULT_RATIO)));
  }

  public static TracingSettings off() {
    return new TracingSettings("", 0);
  }

  public boolean isOn() {
    return !endpoint.isEmpty();
  }

  /** Where spans are posted. */
  String url() {
    return endpoint + PATH;
  }

  private static double ratio(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidSettingException("tracing.sample-ratio", text, "between 0 and 1");
    }
  }

  private static boolean isAddress(String text) {
    try {
      return HTTP.matcher(text).matches() && new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
