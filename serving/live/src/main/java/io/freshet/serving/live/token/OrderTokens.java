package io.freshet.serving.live.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.serving.live.order.OrderKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;

/**
 * What customers show: each opens one order, for a while. JSON Web Tokens, signed with a secret
 * that all live servers of an installation share (HS256, RFC 7518), so that a service that has the
 * secret can make them itself. Thread-safe.
 */
public final class OrderTokens {
  public static final Duration MAX_LIFE = Duration.ofDays(1);
  public static final Duration USUAL_LIFE = Duration.ofHours(3);

  private static final String KEY = "live.token-secret";
  private static final String AUDIENCE = "freshet-live";
  private static final String MARKET = "market";
  private static final int MIN_SECRET_BYTES = 32;

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final InstantSource clock;

  private OrderTokens(MACSigner signer, MACVerifier verifier, InstantSource clock) {
    this.signer = signer;
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * Makes and reads tokens.
   *
   * @param secret at least 32 bytes
   */
  public static OrderTokens signedWith(String secret, InstantSource clock) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MIN_SECRET_BYTES) {
      throw new InvalidSettingException(
          KEY,
          "a text of %d bytes".formatted(bytes.length),
          "random, and of %d bytes or more".formatted(MIN_SECRET_BYTES));
    }
    try {
      return new OrderTokens(new MACSigner(bytes), new MACVerifier(bytes), clock);
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
    }
  }

  /**
   * A token.
   *
   * @param text what the customer shows
   */
  public record Token(String text, Instant expiresAt) {}

  public Token issue(OrderKey order, Duration life) {
    Instant expiresAt = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .audience(AUDIENCE)
                .subject(Long.toString(order.orderId()))
                .claim(MARKET, order.market())
                .expirationTime(Date.from(expiresAt))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a token", e);
    }

    return new Token(token.serialize(), expiresAt);
  }

  /** What it opens; empty when it is none of ours, or over. */
  public Optional<Pass> pass(String text) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !token.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      boolean isGood =
          claims.getAudience().contains(AUDIENCE)
              && claims.getSubject() != null
              && claims.getStringClaim(MARKET) != null
              && claims.getExpirationTime() != null
              && claims.getExpirationTime().toInstant().isAfter(clock.instant());

      return isGood
          ? OrderKey.of(claims.getStringClaim(MARKET), claims.getSubject())
              .map(order -> new Pass(order, claims.getExpirationTime().toInstant()))
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }
}
