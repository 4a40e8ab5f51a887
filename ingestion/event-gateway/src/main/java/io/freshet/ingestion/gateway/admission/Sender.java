package io.freshet.ingestion.gateway.admission;

import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, as far as it has shown that.
 *
 * @param producer whose key or token it shows
 * @param contracts that its token is good for; empty where it is good for all of the producer's
 * @param origin of the web page that sends it; empty where none does
 */
public record Sender(
    String producer, Shown shown, Optional<Set<String>> contracts, Optional<String> origin) {
  /** What it has shown. */
  public enum Shown {
    KEY,
    /** A token of the trusted issuer. */
    IDENTITY,
    /** A short-lived token that this gateway or its like has made. */
    TOKEN
  }

  public Sender {
    contracts = contracts.map(Set::copyOf);
  }

  /** A service that shows a key. */
  public static Sender of(String producer) {
    return new Sender(producer, Shown.KEY, Optional.empty(), Optional.empty());
  }

  /** The same, by a page of that origin. */
  public Sender from(Optional<String> page) {
    return new Sender(producer, shown, contracts, page);
  }

  /** A service may; what a page or a phone can show, others can read out of it. */
  public boolean mayRead() {
    return shown != Shown.TOKEN && origin.isEmpty();
  }

  public boolean mayUse(String contract) {
    return contracts.map(allowed -> allowed.contains(contract)).orElse(true);
  }
}
