package io.freshet.catalog.access;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.SignedTokens;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;

/**
 * Short-lived tokens that clients show instead of their secrets, signed with a secret that all
 * catalogs on one Postgres share. Thread-safe.
 */
public final class AccessTokens {
  private static final String KEY = "catalog-logins.secret";
  private static final String LIFE_KEY = "catalog-logins.life";
  private static final String ISSUER = "freshet-catalog";
  private static final String SCOPE = "scope";
  private static final Duration MIN_LIFE = Duration.ofMinutes(1);
  private static final Duration MAX_LIFE = Duration.ofHours(12);

  private final SignedTokens tokens;
  private final Duration life;
  private final InstantSource clock;

  private AccessTokens(SignedTokens tokens, Duration life, InstantSource clock) {
    this.tokens = tokens;
    this.life = life;
    this.clock = clock;
  }

  /**
   * Those of one secret.
   *
   * @param secret at least 32 bytes
   */
  public static AccessTokens signedWith(String secret, Duration life, InstantSource clock) {
    SignedTokens tokens = SignedTokens.of(KEY, secret, clock);
    if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
      throw new InvalidSettingException(
          LIFE_KEY,
          Durations.print(life),
          "between %s and %s".formatted(Durations.print(MIN_LIFE), Durations.print(MAX_LIFE)));
    }

    return new AccessTokens(tokens, life, clock);
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

    return tokens.sign(claims.build());
  }

  /** What it says, also when it is over; empty when it is none of ours. */
  Optional<Said> read(String text) {
    return tokens
        .claimsEvenIfOver(text)
        .filter(claims -> ISSUER.equals(claims.getIssuer()) && claims.getSubject() != null)
        .flatMap(AccessTokens::said);
  }

  private static Optional<Said> said(JWTClaimsSet claims) {
    try {
      return Optional.of(
          new Said(
              claims.getSubject(),
              Optional.ofNullable(claims.getStringClaim(SCOPE)),
              claims.getExpirationTime().toInstant()));
    } catch (ParseException noText) {
      return Optional.empty();
    }
  }

  boolean isOver(Said said) {
    return tokens.isOver(said.end());
  }
}
