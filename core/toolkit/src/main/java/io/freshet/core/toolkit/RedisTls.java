package io.freshet.core.toolkit;

import java.io.Serializable;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whether Redis is spoken to by TLS, {@code redis.tls}, and who vouches for it: whom the JVM trusts
 * and the authorities of {@code tls.ca}. The name in its certificate is always compared; no setting
 * turns that off.
 *
 * @param authorities a PEM file, read whenever a client is made; empty for those of the JVM alone
 */
public record RedisTls(boolean isOn, String authorities) implements Serializable {
  /** On a network where nobody listens. */
  public static final RedisTls OFF = new RedisTls(false, "");

  static RedisTls from(Settings settings) {
    return settings.flag("redis.tls", false)
        ? new RedisTls(true, settings.optionalText(TrustedCertificates.CA).orElse(""))
        : OFF;
  }

  /** By these, and no older ones. */
  public static String[] protocols() {
    return new String[] {"TLSv1.3", "TLSv1.2"};
  }

  /** For clients that take the JDK's own classes. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust().getTrustManagers(), null);

      return context;
    } catch (GeneralSecurityException e) {
      throw new FreshetException(Fault.OURS, "Every Java has TLS", e);
    }
  }

  /** The same for them: without the algorithm a client would compare no name. */
  public SSLParameters parameters() {
    SSLParameters parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(protocols());

    return parameters;
  }

  public TrustManagerFactory trust() {
    return TrustedCertificates.managers(
        authorities.isEmpty() ? Optional.empty() : Optional.of(Path.of(authorities)));
  }
}
