package io.freshet.core.envelope.security;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/**
 * Whom our clients of Kafka trust, and the certificate that they show, as {@code kafka.tls.*} says.
 * Kafka's client reads the files again when they change.
 */
record TlsFiles(Optional<Store> truststore, Optional<Store> keystore) {
  static final String TRUSTSTORE = "kafka.tls.truststore";
  static final String KEYSTORE = "kafka.tls.keystore";

  private static final String PEM = "PEM";
  private static final String PASSWORD = "-password";

  /**
   * A file with certificates.
   *
   * @param type PEM, PKCS12 or JKS; as the file's name ends
   */
  record Store(Path file, String type, Optional<String> password) {
    /** Without the password: this may reach a log. */
    @Override
    public String toString() {
      return file.toString();
    }
  }

  static Optional<TlsFiles> from(Settings settings, SecurityProtocol protocol) {
    boolean tls = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
    Optional<Store> truststore = store(settings, TRUSTSTORE, tls);
    Optional<Store> keystore = store(settings, KEYSTORE, tls);

    return tls ? Optional.of(new TlsFiles(truststore, keystore)) : Optional.empty();
  }

  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    // Stated, so that no default of a later client lets older ones in.
    properties.put(SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG, "TLSv1.3,TLSv1.2");
    properties.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "https");
    truststore.ifPresent(
        store -> {
          properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, store.file().toString());
          properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, store.type());
          store
              .password()
              .ifPresent(given -> properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, given));
        });
    keystore.ifPresent(
        store -> {
          properties.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, store.file().toString());
          properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, store.type());
          store
              .password()
              .ifPresent(
                  given -> {
                    // In a PEM file the key alone may be encrypted; elsewhere both have one
                    // password.
                    if (!store.type().equals(PEM)) {
                      properties.put(SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG, given);
                    }
                    properties.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, given);
                  });
        });

    return properties;
  }

  private static Optional<Store> store(Settings settings, String key, boolean tls) {
    Optional<String> file = settings.optionalText(key);
    Optional<String> password = settings.optionalText(key + PASSWORD);
    if (password.isPresent() && file.isEmpty()) {
      throw new InvalidSettingException(
          key + PASSWORD, "set", "left out where no %s is set".formatted(key));
    }
    if (file.isPresent() && !tls) {
      throw new InvalidSettingException(
          key,
          file.get(),
          "left out where %s is neither SSL nor SASL_SSL".formatted(KafkaSecurity.PROTOCOL));
    }

    return file.map(Path::of).map(path -> store(key, path, password));
  }

  private static Store store(String key, Path file, Optional<String> password) {
    if (!Files.isReadable(file)) {
      throw new InvalidSettingException(key, file, "a file that this process may read");
    }
    String type = type(key, file);
    boolean certificatesAlone = key.equals(TRUSTSTORE) && type.equals(PEM);
    if (certificatesAlone && password.isPresent()) {
      throw new InvalidSettingException(
          key + PASSWORD, "set", "left out: a PEM file of certificates has none");
    }
    if (!type.equals(PEM) && password.isEmpty()) {
      throw new InvalidSettingException(
          key + PASSWORD, "not set", "set: %s is a %s file".formatted(file, type));
    }

    return new Store(file, type, password);
  }

  private static String type(String key, Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".pem") || name.endsWith(".crt")) {
      return PEM;
    }
    if (name.endsWith(".p12") || name.endsWith(".pfx")) {
      return "PKCS12";
    }
    if (name.endsWith(".jks")) {
      return "JKS";
    }
    throw new InvalidSettingException(
        key, file, "a file whose name ends with .pem, .crt, .p12, .pfx or .jks");
  }
}
