package io.freshet.ingestion.gateway.admission;

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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Short-lived tokens for browsers and phones, which can keep no key: a producer's service asks for
 * one and hands it on. JSON Web Tokens, signed with a secret that all gateways of an installation
 * share (HS256, RFC 7518). Thread-safe.
 */
public final class Tokens {
  public static final Duration MAX_LIFE = Duration.ofHours(1);
  public static final Duration USUAL_LIFE = Duration.ofMinutes(10);

  private static final String KEY = "gateway.token-secret";
  private static final String ISSUER = "freshet-gateway";
  private static final String CONTRACTS = "contracts";
  private static final int MIN_SECRET_BYTES = 32;

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final InstantSource clock;

  private Tokens(MACSigner signer, MACVerifier verifier, InstantSource clock) {
    this.signer = signer;
    this.verifier = verifier;
    this.clock = clock;
  }

  /**
   * @param secret at least 32 bytes
   */
  public static Tokens signedWith(String secret, InstantSource clock) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MIN_SECRET_BYTES) {
      throw new InvalidSettingException(
          KEY,
          "a text of %d bytes".formatted(bytes.length),
          "random, and of %d bytes or more".formatted(MIN_SECRET_BYTES));
    }
    try {
      return new Tokens(new MACSigner(bytes), new MACVerifier(bytes), clock);
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
    }
  }

  /**
   * A token.
   *
   * @param text what the client shows
   */
  public record Token(String text, Instant expiresAt) {}

  /**
   * Makes a token.
   *
   * @param contracts that it is good for; empty for all of the producer's
   */
  public Token issue(String producer, Optional<Set<String>> contracts, Duration life) {
    Instant expiresAt = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(producer)
            .expirationTime(Date.from(expiresAt));
    contracts.ifPresent(names -> claims.claim(CONTRACTS, List.copyOf(names)));
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a token", e);
    }

    return new Token(token.serialize(), expiresAt);
  }

  /** Whose it is; empty when it is none of ours, or over. */
  public Optional<Sender> sender(String text) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !token.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      boolean isGood =
          ISSUER.equals(claims.getIssuer())
              && claims.getSubject() != null
              && claims.getExpirationTime() != null
              && claims.getExpirationTime().toInstant().isAfter(clock.instant());

      return isGood ? Optional.of(sender(claims, Sender.Shown.TOKEN)) : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  static Sender sender(JWTClaimsSet claims, Sender.Shown shown) throws ParseException {
    return new Sender(
        claims.getSubject(),
        shown,
        Optional.ofNullable(claims.getStringListClaim(CONTRACTS)).map(Set::copyOf),
        Optional.empty());
  }
}
