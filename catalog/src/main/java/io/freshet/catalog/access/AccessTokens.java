package io.freshet.catalog.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;

/**
 * Short-lived tokens that clients show instead of their secrets: JSON Web Tokens, signed with a
 * secret that all catalogs on one Postgres share (HS256, RFC 7518). Thread-safe.
 */
public final class AccessTokens {
  private static final String KEY = "catalog-logins.secret";
  private static final String LIFE_KEY = "catalog-logins.life";
  private static final String ISSUER = "freshet-catalog";
  private static final String SCOPE = "scope";
  private static final int MIN_SECRET_BYTES = 32;
  private static final Duration MIN_LIFE = Duration.ofMinutes(1);
  private static final Duration MAX_LIFE = Duration.ofHours(12);

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final Duration life;
  private final InstantSource clock;

  private AccessTokens(MACSigner signer, MACVerifier verifier, Duration life, InstantSource clock) {
    this.signer = signer;
    this.verifier = verifier;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Those of one secret.
   *
   * @param secret at least 32 bytes
   */
  public static AccessTokens signedWith(String secret, Duration life, InstantSource clock) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MIN_SECRET_BYTES) {
      throw new InvalidSettingException(
          KEY,
          "a text of %d bytes".formatted(bytes.length),
          "random, and of %d bytes or more".formatted(MIN_SECRET_BYTES));
    }
    if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
      throw new InvalidSettingException(
          LIFE_KEY,
          Durations.print(life),
          "between %s and %s".formatted(Durations.print(MIN_LIFE), Durations.print(MAX_LIFE)));
    }
    try {
      return new AccessTokens(new MACSigner(bytes), new MACVerifier(bytes), life, clock);
    } catch (JOSEException e) {
      throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
    }
  }

  Duration life() {
    return life;
  }

  /**
   * What a token of ours says.
   *
   * @param scopes what the client has asked for; empty: all that it may do
   */
  record Said(String client, Optional<String> scopes, Instant end) {}

  /** Makes a token that is good from now on. */
  String issue(String client, Optional<String> scopes) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(client)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)));
    scopes.ifPresent(text -> claims.claim(SCOPE, text));
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a token", e);
    }

    return token.serialize();
  }

  /** What it says, also when it is over; empty when it is none of ours. */
  Optional<Said> read(String text) {
    try {
      SignedJWT token = SignedJWT.parse(text);
      if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) || !token.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      boolean isWhole =
          ISSUER.equals(claims.getIssuer())
              && claims.getSubject() != null
              && claims.getExpirationTime() != null;

      return isWhole
          ? Optional.of(
              new Said(
                  claims.getSubject(),
                  Optional.ofNullable(claims.getStringClaim(SCOPE)),
                  claims.getExpirationTime().toInstant()))
          : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  boolean isOver(Said said) {
    return !said.end().isAfter(clock.instant());
  }
}
