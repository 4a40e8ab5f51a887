package io.freshet.ingestion.gateway.admission;

import io.freshet.core.server.token.TokenIssuer;
import java.util.Optional;

/** Takes the subject of an identity provider's tokens for the producer. Thread-safe. */
public final class TrustedIssuer {
  private final TokenIssuer issuer;

  public TrustedIssuer(TokenIssuer issuer) {
    this.issuer = issuer;
  }

  /**
   * Whose token it is; empty when it is not to be believed.
   *
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} when that can't be told now
   */
  public Optional<Sender> sender(String token) {
    return issuer.claims(token).flatMap(claims -> Tokens.sender(claims, Sender.Shown.IDENTITY));
  }
}
