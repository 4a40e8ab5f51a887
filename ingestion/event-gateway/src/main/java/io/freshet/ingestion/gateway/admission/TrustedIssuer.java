package io.freshet.ingestion.gateway.admission;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.TokenIssuer;
import java.text.ParseException;
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
    return issuer.claims(token).flatMap(TrustedIssuer::sender);
  }

  private static Optional<Sender> sender(JWTClaimsSet claims) {
    try {
      return Optional.of(Tokens.sender(claims, Sender.Shown.IDENTITY));
    } catch (ParseException noList) {
      return Optional.empty();
    }
  }
}
