package io.freshet.core.server.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.InvalidSettingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * JSON Web Tokens of our own, made and believed by whoever has one secret (HS256, RFC 7518).
 * Signatures are compared in the same time, right or wrong. Thread-safe.
 */
public final class SignedTokens {
  private static final int MIN_SECRET_BYTES = 32;

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final InstantSource clock;

  private SignedTokens(MACSigner signer, MACVerifier verifier, InstantSource clock) {
    this.signer = signer;
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * Those of one secret.
   *
   * @param key names the secret to whoever has set one that is too short
   * @param secret at least 32 bytes
   */
  public static SignedTokens of(String key, String secret, InstantSource clock) {
    refuseShort(key, secret);
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    try {
      return new SignedTokens(new MACSigner(bytes), new MACVerifier(bytes), clock);
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
    }
  }

  /** For whoever reads settings before tokens are needed. */
  public static void refuseShort(String key, String secret) {
    int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < MIN_SECRET_BYTES) {
      throw new InvalidSettingException(
          key,
          "a text of %d bytes".formatted(bytes),
          "random, and of %d bytes or more".formatted(MIN_SECRET_BYTES));
    }
  }

  /**
   * Makes a token.
   *
   * @param claims with an end: without one a token would be good for ever, were it believed
   */
  public String sign(JWTClaimsSet claims) {
    if (claims.getExpirationTime() == null) {
      throw new IllegalArgumentException("A token needs an end");
    }
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a token", e);
    }

    return token.serialize();
  }

  /** What a token says; empty when it is none of ours, or over. */
  public Optional<JWTClaimsSet> claims(String token) {
    return claimsEvenIfOver(token)
        .filter(claims -> !isOver(claims.getExpirationTime().toInstant()));
  }

  /**
   * What a token says, for whoever tells its bearer that it is over; empty when it is none of ours.
   */
  public Optional<JWTClaimsSet> claimsEvenIfOver(String token) {
    try {
      SignedJWT read = SignedJWT.parse(token);
      if (!read.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !read.verify(verifier)) {
        return Optional.empty();
      }

      return Optional.of(read.getJWTClaimsSet())
          .filter(claims -> claims.getExpirationTime() != null);
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  /** Whether a token with that end is over. */
  public boolean isOver(Instant end) {
    return !end.isAfter(clock.instant());
  }
}
