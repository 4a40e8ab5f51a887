package io.freshet.core.envelope.security;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * How our clients prove to Kafka who they are, and how they know that it is Kafka: {@code
 * kafka.security.protocol}, {@code kafka.sasl.*} and {@code kafka.tls.*}. A combination that would
 * fail at a broker, or that would show a password to whoever listens, is refused at start.
 *
 * <p>A broker's certificate is always held against its name; no setting turns that off.
 *
 * @param properties by Kafka's own names; they hold secrets
 */
public record KafkaSecurity(Map<String, String> properties) implements Serializable {
  /** A cluster that asks nobody, on a network where nobody listens. */
  public static final KafkaSecurity NONE = new KafkaSecurity(Map.of());

  static final String PROTOCOL = "kafka.security.protocol";

  public KafkaSecurity {
    properties = Map.copyOf(properties);
  }

  public static KafkaSecurity from(Settings settings) {
    SecurityProtocol protocol = protocol(settings);
    Optional<SaslLogin> login = SaslLogin.from(settings, protocol);
    Optional<TlsFiles> tls = TlsFiles.from(settings, protocol);
    if (protocol == SecurityProtocol.PLAINTEXT) {
      return NONE;
    }
    Map<String, String> properties = new HashMap<>();
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol.name);
    login.ifPresent(given -> properties.putAll(given.properties()));
    tls.ifPresent(given -> properties.putAll(given.properties()));

    return new KafkaSecurity(properties);
  }

  private static SecurityProtocol protocol(Settings settings) {
    String given = settings.text(PROTOCOL, SecurityProtocol.PLAINTEXT.name);

    return Arrays.stream(SecurityProtocol.values())
        .filter(protocol -> protocol.name.equals(given))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    PROTOCOL, given, "PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"));
  }

  /** Without the secrets: this may reach a log. */
  @Override
  public String toString() {
    return properties.getOrDefault(
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, SecurityProtocol.PLAINTEXT.name);
  }
}
