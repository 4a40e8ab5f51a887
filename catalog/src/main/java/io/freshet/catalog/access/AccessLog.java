package io.freshet.catalog.access;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of who came in and who did not: a line for each token that is given and for each refusal of
 * a known caller, one a second for strangers, and the number of them all. No line holds a secret,
 * or what a stranger has made up. Thread-safe.
 */
public final class AccessLog {
  // Strangers are counted one by one, but could fill the disk if each had a line.
  private static final long STRANGERS_LINE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Logger log;
  private final MeterRegistry metrics;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLine;

  public AccessLog(MeterRegistry metrics, LongSupplier nanoTime) {
    this(LoggerFactory.getLogger(AccessLog.class), metrics, nanoTime);
  }

  AccessLog(Logger log, MeterRegistry metrics, LongSupplier nanoTime) {
    this.log = log;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.nextLine = new AtomicLong(nanoTime.getAsLong());
  }

  /** A client has got a token. */
  public void granted(TokenDesk.Granted granted) {
    metrics.counter("freshet.catalog.tokens", "client", granted.client()).increment();
    log.info(
        "Token given client={} seconds={} scopes={}",
        granted.client(),
        granted.seconds(),
        granted.scopes());
  }

  /** Somebody has got none. */
  public void refused(TokenDesk.Refused refused, String address) {
    refuse("login", "");
    if (isLineDue()) {
      log.warn("Token refused address={} error={}", address, refused.error());
    }
  }

  /** A request came without a token that opens anything. */
  public void stranger(Admission.Refused refused, String address) {
    refuse("token", "");
    if (isLineDue()) {
      log.warn("Request of a stranger refused address={} why={}", address, refused.why());
    }
  }

  /** A caller has asked for what their scopes do not say. */
  public void lacking(Caller caller, String method, String path, String scope) {
    refuse("scope", caller.label());
    log.warn(
        "Request refused client={} method={} path={} lacks={}", caller.name(), method, path, scope);
  }

  /** A caller has named a place where they may not have anything. */
  public void misplaced(Caller caller, String method, String path) {
    refuse("place", caller.label());
    log.warn("Request refused client={} method={} path={}", caller.name(), method, path);
  }

  /** Of many strangers in a second, one is told of. */
  private boolean isLineDue() {
    long now = nanoTime.getAsLong();
    long due = nextLine.get();

    return now - due >= 0 && nextLine.compareAndSet(due, now + STRANGERS_LINE_NANOS);
  }

  private void refuse(String why, String client) {
    metrics.counter("freshet.catalog.refused", "why", why, "client", client).increment();
  }
}
