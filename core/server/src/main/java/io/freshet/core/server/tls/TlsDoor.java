package io.freshet.core.server.tls;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS before a server's HTTP: 1.2 and 1.3 alone. Looks at its files every ten seconds; connections
 * that are made after a change see the new certificate. Files that don't fit together, as while
 * they are being written, are told in the log, and what was there before stays in force. So is one
 * that should have been replaced by now.
 */
public final class TlsDoor {
  private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  private final DoorTls.Files files;
  private final SslContextFactory.Server context = new SslContextFactory.Server();
  private PemIdentity identity;
  private String told = "";
  private Instant warned = Instant.MIN;

  /**
   * @throws FreshetException {@code CALLER} when the files are not what they should be
   */
  public TlsDoor(DoorTls.Files files) {
    this.files = files;
    try {
      this.identity = PemIdentity.read(files);
      use(context, identity.store());
    } catch (IOException | GeneralSecurityException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot use the certificate %s: %s".formatted(files.certificate(), e.getMessage()),
          e);
    }
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    LOG.info("Door speaks TLS certificate={} expires={}", files.certificate(), identity.expires());
    warn();
  }

  /** What hands on to the named protocol, once it is decrypted. */
  public SslConnectionFactory before(String protocol) {
    return new SslConnectionFactory(context, protocol);
  }

  /** Looks again and again for as long as the scheduler runs. */
  public void watch(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          look();
          watch(scheduler);
        },
        BETWEEN_LOOKS.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Takes what the files hold now. */
  synchronized void look() {
    try {
      PemIdentity now = PemIdentity.read(files);
      if (!now.isSame(identity)) {
        KeyStore store = now.store();
        context.reload(server -> use((SslContextFactory.Server) server, store));
        identity = now;
        LOG.info(
            "Door takes a new certificate certificate={} expires={}",
            files.certificate(),
            now.expires());
      }
      told = "";
    } catch (Exception e) { // Jetty declares no narrower one.
      String reason = String.valueOf(e.getMessage());
      if (!reason.equals(told)) {
        told = reason;
        LOG.warn(
            "Door keeps its certificate, the new one is no good certificate={} reason={}",
            files.certificate(),
            reason);
      }
    }
    warn();
  }

  /** Each day for as long as nobody replaces it. */
  private void warn() {
    Instant now = Instant.now();
    if (identity.isOverdue(now) && warned.isBefore(now.minus(BETWEEN_WARNINGS))) {
      warned = now;
      LOG.warn(
          "Door's certificate ends soon and was not replaced certificate={} expires={}",
          files.certificate(),
          identity.expires());
    }
  }

  private static void use(SslContextFactory.Server context, KeyStore store) {
    context.setKeyStore(store);
    context.setKeyStorePassword(PemIdentity.STORE_PASSWORD);
  }
}
