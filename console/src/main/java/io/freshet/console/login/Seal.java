package io.freshet.console.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;

/**
 * Signs what browsers keep for us, so that they can't change it: JSON Web Tokens by HS256, each for
 * one purpose and until its end. Thread-safe.
 */
final class Seal {
  private static final int SECRET_BYTES = 32;

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final InstantSource clock;

  private Seal(byte[] secret, InstantSource clock) {
    try {
      this.signer = new MACSigner(secret);
      this.verifier = new MACVerifier(secret);
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
    }
    this.clock = clock;
  }

  /** Whatever it signs is good in every process that has the secret. */
  static Seal of(String secret, InstantSource clock) {
    return new Seal(secret.getBytes(StandardCharsets.UTF_8), clock);
  }

  /** Whatever it signs is good in this process alone. */
  static Seal ofThisProcess(InstantSource clock) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);

    return new Seal(secret, clock);
  }

  String sign(String purpose, Instant until, JWTClaimsSet.Builder claims) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            claims.audience(purpose).expirationTime(Date.from(until)).build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a cookie", e);
    }

    return token.serialize();
  }

  /** What was signed; empty when it is none of ours, for another purpose, or over. */
  Optional<JWTClaimsSet> open(String purpose, String text) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !token.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();

      return Optional.of(claims)
          .filter(each -> each.getAudience().contains(purpose))
          .filter(each -> each.getExpirationTime().toInstant().isAfter(clock.instant()));
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }
}
