package io.freshet.ingestion.gateway.refusal;

import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.offer.Offer;
import java.util.Optional;

/**
 * What something that was sent says of itself, as far as it can be read.
 *
 * @param isTest whether its sender has marked it as a test
 */
public record Claim(
    Optional<String> contract, Optional<String> source, Optional<String> id, boolean isTest) {
  /** Of a request that names no event. */
  public static Claim nothing() {
    return new Claim(Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  /** Of a request whose events are all for one contract, and have no ids of their sender's. */
  public static Claim of(String contract) {
    return new Claim(Optional.of(contract), Optional.empty(), Optional.empty(), false);
  }

  /** Of an event. */
  public static Claim of(Offer offer) {
    if (offer instanceof Offer.Event event) {
      return new Claim(
          Optional.of(event.envelope().type()),
          Optional.of(event.envelope().source()),
          event.id(),
          TestMark.isIn(event.extensions()));
    }

    return new Claim(
        Optional.empty(), Optional.empty(), offer.id(), ((Offer.Unfit) offer).isTest());
  }

  /** The same, of what is marked as a test. */
  public Claim test() {
    return new Claim(contract, source, id, true);
  }
}
