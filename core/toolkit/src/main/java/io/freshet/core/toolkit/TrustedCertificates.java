package io.freshet.core.toolkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whom this process trusts beside those whom the JVM does: {@code tls.ca} names a PEM file, such as
 * that of a company's own authority, by which our doors and others prove who they are. Kafka has
 * keys of its own.
 */
public final class TrustedCertificates {
  static final String CA = "tls.ca";

  private TrustedCertificates() {}

  /**
   * From here on, clients that the process makes trust what {@code tls.ca} names; nothing changes
   * where it is not set.
   *
   * @throws InvalidSettingException when the file holds no certificates
   */
  static void install(Settings settings) {
    settings
        .optionalText(CA)
        .map(Path::of)
        .map(TrustedCertificates::with)
        .ifPresent(SSLContext::setDefault);
  }

  /** Trusts the file's certificates and those of the JVM. */
  public static SSLContext with(Path file) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(Optional.of(file)).getTrustManagers(), null);

      return context;
    } catch (GeneralSecurityException e) {
      throw new FreshetException(Fault.OURS, "Every Java has TLS", e);
    }
  }

  /** For those who take no context: whom the JVM trusts and, where there is one, the file's. */
  static TrustManagerFactory managers(Optional<Path> file) {
    try {
      if (file.isEmpty()) {
        TrustManagerFactory managers = factory();
        managers.init((KeyStore) null);

        return managers;
      }
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : certificates(file.get())) {
        trusted.setCertificateEntry("given-" + number++, certificate);
      }
      for (X509Certificate certificate : ofTheJvm()) {
        trusted.setCertificateEntry("jvm-" + number++, certificate);
      }
      TrustManagerFactory managers = factory();
      managers.init(trusted);

      return managers;
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidSettingException(
          CA,
          "%s (%s)".formatted(file.map(Path::toString).orElse("not set"), e.getMessage()),
          "a PEM file of certificates");
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (found.isEmpty()) {
        throw new IOException("there is none in it");
      }

      return found;
    }
  }

  private static X509Certificate[] ofTheJvm() throws GeneralSecurityException {
    TrustManagerFactory managers = factory();
    managers.init((KeyStore) null);
    for (TrustManager manager : managers.getTrustManagers()) {
      if (manager instanceof X509TrustManager known) {
        return known.getAcceptedIssuers();
      }
    }

    return new X509Certificate[0];
  }

  private static TrustManagerFactory factory() throws GeneralSecurityException {
    return TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
  }
}
