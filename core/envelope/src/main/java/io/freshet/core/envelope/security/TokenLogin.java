package io.freshet.core.envelope.security;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;

/**
 * Gets a token from the identity provider that the settings name. Kafka's client asks addresses
 * alone that a system property of the process allows; the one of the settings, which only whoever
 * installs us can write, is added to it here. Kafka's client makes it.
 */
public final class TokenLogin implements AuthenticateCallbackHandler {
  static final String CLIENT = "clientId";
  static final String SECRET = "clientSecret";

  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  private final AuthenticateCallbackHandler kafkas = new OAuthBearerLoginCallbackHandler();

  @Override
  public void configure(
      Map<String, ?> configuration, String mechanism, List<AppConfigurationEntry> entries) {
    allow(String.valueOf(configuration.get(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)));
    kafkas.configure(configuration, mechanism, entries.stream().map(TokenLogin::filled).toList());
  }

  private static void allow(String url) {
    synchronized (TokenLogin.class) {
      String allowed = System.getProperty(ALLOWED, "");
      System.setProperty(
          ALLOWED,
          Stream.concat(Arrays.stream(allowed.split(",", -1)), Stream.of(url))
              .filter(one -> !one.isBlank())
              .distinct()
              .collect(Collectors.joining(",")));
    }
  }

  /** With the secret that stands in a file. */
  private static AppConfigurationEntry filled(AppConfigurationEntry entry) {
    Object file = entry.getOptions().get(PasswordFileLogin.FILE);
    if (file == null) {
      return entry;
    }
    Map<String, Object> options = new HashMap<>(entry.getOptions());
    options.remove(PasswordFileLogin.FILE);
    try {
      options.put(SECRET, PasswordFileLogin.password(Path.of(file.toString())));
    } catch (IOException e) {
      throw new KafkaException("Cannot read the client's secret from %s".formatted(file), e);
    }

    return new AppConfigurationEntry(entry.getLoginModuleName(), entry.getControlFlag(), options);
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    kafkas.handle(callbacks);
  }

  @Override
  public void close() {
    kafkas.close();
  }
}
