package io.freshet.console.login;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.SignedTokens;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;

/**
 * Signs what browsers keep for us, so that they can't change it, each for one purpose and until its
 * end. Thread-safe.
 */
final class Seal {
  private static final int SECRET_BYTES = 32;

  private final SignedTokens tokens;

  private Seal(SignedTokens tokens) {
    this.tokens = tokens;
  }

  /** Whatever it signs is good in every process that has the secret. */
  static Seal of(String secret, InstantSource clock) {
    return new Seal(SignedTokens.of(LoginSettings.SESSION_SECRET, secret, clock));
  }

  /** Whatever it signs is good in this process alone. */
  static Seal ofThisProcess(InstantSource clock) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);

    return of(Base64.getEncoder().encodeToString(secret), clock);
  }

  String sign(String purpose, Instant until, JWTClaimsSet.Builder claims) {
    return tokens.sign(claims.audience(purpose).expirationTime(Date.from(until)).build());
  }

  /** What was signed; empty when it is none of ours, for another purpose, or over. */
  Optional<JWTClaimsSet> open(String purpose, String text) {
    return tokens.claims(text).filter(claims -> claims.getAudience().contains(purpose));
  }
}
