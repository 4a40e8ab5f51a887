package io.freshet.core.envelope.security;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Name and password, shown to Kafka as {@code kafka.sasl.*} says. With OAUTHBEARER they are those
 * of a client of the identity provider, which gives a token for them.
 *
 * @param secret the password, or the file that holds it
 */
record SaslLogin(
    String mechanism, String username, Secret secret, Optional<String> endpoint, String scope) {
  static final String MECHANISM = "kafka.sasl.mechanism";
  static final String USERNAME = "kafka.sasl.username";
  static final String PASSWORD = "kafka.sasl.password";
  static final String PASSWORD_FILE = "kafka.sasl.password-file";
  static final String ENDPOINT = "kafka.sasl.oauth-endpoint";
  static final String SCOPE = "kafka.sasl.oauth-scope";

  private static final String PLAIN = "PLAIN";
  private static final String OAUTHBEARER = "OAUTHBEARER";

  /** As they are written: a name that leads here now may lead elsewhere at the next login. */
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * One of both.
   *
   * @param file is read at each login, so that a password may change while the process runs, and
   *     does not itself go into a job's plan
   */
  record Secret(Optional<String> password, Optional<Path> file) {
    /** Without the password: this may reach a log. */
    @Override
    public String toString() {
      return file.map(Path::toString).orElse("***");
    }
  }

  static Optional<SaslLogin> from(Settings settings, SecurityProtocol protocol) {
    Optional<String> mechanism = settings.optionalText(MECHANISM);
    Optional<String> username = settings.optionalText(USERNAME);
    Optional<String> password = settings.optionalText(PASSWORD);
    Optional<String> file = settings.optionalText(PASSWORD_FILE);
    Optional<String> endpoint = settings.optionalText(ENDPOINT);
    Optional<String> scope = settings.optionalText(SCOPE);
    if (protocol != SecurityProtocol.SASL_PLAINTEXT && protocol != SecurityProtocol.SASL_SSL) {
      refuse(MECHANISM, mechanism, protocol);
      refuse(USERNAME, username, protocol);
      refuse(PASSWORD, password.map(given -> "set"), protocol);
      refuse(PASSWORD_FILE, file, protocol);
      refuse(ENDPOINT, endpoint, protocol);
      refuse(SCOPE, scope, protocol);

      return Optional.empty();
    }
    String how = mechanism(settings, protocol);
    Secret secret = secret(password, file);
    String name = settings.text(USERNAME);
    boolean token = how.equals(OAUTHBEARER);
    if (!token) {
      refuseWithout(ENDPOINT, endpoint);
      refuseWithout(SCOPE, scope);
    }

    return Optional.of(
        new SaslLogin(
            how,
            name,
            secret,
            token ? Optional.of(endpoint(settings)) : Optional.empty(),
            scope.orElse("")));
  }

  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    properties.put(SaslConfigs.SASL_MECHANISM, mechanism);
    properties.put(SaslConfigs.SASL_JAAS_CONFIG, jaas());
    endpoint.ifPresent(
        url -> {
          properties.put(SaslConfigs.SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL, url);
          properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenLogin.class.getName());
        });
    if (endpoint.isEmpty() && secret.file().isPresent()) {
      properties.put(
          SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, PasswordFileLogin.class.getName());
    }

    return properties;
  }

  private String jaas() {
    boolean token = mechanism.equals(OAUTHBEARER);
    StringBuilder jaas = new StringBuilder(module()).append(" required");
    append(jaas, token ? TokenLogin.CLIENT : "username", username);
    secret
        .password()
        .ifPresent(given -> append(jaas, token ? TokenLogin.SECRET : "password", given));
    secret.file().ifPresent(file -> append(jaas, PasswordFileLogin.FILE, file.toString()));
    if (!scope.isEmpty()) {
      append(jaas, "scope", scope);
    }

    return jaas.append(';').toString();
  }

  private String module() {
    return switch (mechanism) {
      case PLAIN -> PlainLoginModule.class.getName();
      case OAUTHBEARER -> OAuthBearerLoginModule.class.getName();
      default -> ScramLoginModule.class.getName();
    };
  }

  private static void append(StringBuilder jaas, String option, String value) {
    String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"");
    jaas.append(' ').append(option).append("=\"").append(quoted).append('"');
  }

  private static String mechanism(Settings settings, SecurityProtocol protocol) {
    String given = settings.text(MECHANISM);
    switch (given) {
      case "SCRAM-SHA-256", "SCRAM-SHA-512" -> {
        return given;
      }
      case PLAIN, OAUTHBEARER -> {
        if (protocol == SecurityProtocol.SASL_PLAINTEXT) {
          throw new InvalidSettingException(
              MECHANISM,
              given,
              "SCRAM-SHA-256 or SCRAM-SHA-512 where %s is SASL_PLAINTEXT: anyone on the way could"
                      .formatted(KafkaSecurity.PROTOCOL)
                  + " read what is sent; or set that to SASL_SSL");
        }

        return given;
      }
      default ->
          throw new InvalidSettingException(
              MECHANISM, given, "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
    }
  }

  private static Secret secret(Optional<String> password, Optional<String> file) {
    if (password.isPresent() == file.isPresent()) {
      throw new InvalidSettingException(
          PASSWORD,
          password.isPresent() ? "set" : "not set",
          password.isPresent()
              ? "left out where %s names a file".formatted(PASSWORD_FILE)
              : "set, or %s name a file that holds it".formatted(PASSWORD_FILE));
    }
    // A line feed would end the login's configuration in the middle, or let another one follow.
    if (password.filter(given -> given.chars().anyMatch(c -> c < ' ')).isPresent()) {
      throw new InvalidSettingException(PASSWORD, "set", "without line feeds");
    }
    file.map(Path::of)
        .filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new InvalidSettingException(
                  PASSWORD_FILE, path, "a file that this process may read");
            });

    return new Secret(password, file.map(Path::of));
  }

  private static String endpoint(Settings settings) {
    String given = settings.text(ENDPOINT);
    try {
      URI url = URI.create(given);
      boolean safe =
          "https".equals(url.getScheme())
              || ("http".equals(url.getScheme())
                  && LOOPBACK.contains(String.valueOf(url.getHost())));
      if (safe && url.getHost() != null) {
        return given;
      }
    } catch (IllegalArgumentException e) {
      throw badEndpoint(given);
    }
    throw badEndpoint(given);
  }

  private static InvalidSettingException badEndpoint(String given) {
    return new InvalidSettingException(
        ENDPOINT, given, "an https:// address, as of an identity provider");
  }

  private static void refuse(String key, Optional<String> value, SecurityProtocol protocol) {
    value.ifPresent(
        given -> {
          throw new InvalidSettingException(
              key,
              given,
              "left out where %s is %s; with a password it is SASL_SSL"
                  .formatted(KafkaSecurity.PROTOCOL, protocol.name));
        });
  }

  private static void refuseWithout(String key, Optional<String> value) {
    value.ifPresent(
        given -> {
          throw new InvalidSettingException(
              key, given, "left out unless %s is %s".formatted(MECHANISM, OAUTHBEARER));
        });
  }

  /** Without the secret: this may reach a log. */
  @Override
  public String toString() {
    return mechanism + " as " + username;
  }
}
