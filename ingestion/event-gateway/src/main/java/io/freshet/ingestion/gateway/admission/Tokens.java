package io.freshet.ingestion.gateway.admission;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.SignedTokens;
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
 * one and hands it on. Signed with a secret that all gateways of an installation share.
 * Thread-safe.
 */
public final class Tokens {
  public static final Duration MAX_LIFE = Duration.ofHours(1);
  public static final Duration USUAL_LIFE = Duration.ofMinutes(10);

  private static final String KEY = "gateway.token-secret";
  private static final String ISSUER = "freshet-gateway";
  private static final String CONTRACTS = "contracts";

  private final SignedTokens tokens;
  private final InstantSource clock;

  private Tokens(SignedTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * @param secret at least 32 bytes
   */
  public static Tokens signedWith(String secret, InstantSource clock) {
    return new Tokens(SignedTokens.of(KEY, secret, clock), clock);
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

    return new Token(tokens.sign(claims.build()), expiresAt);
  }

  /** Whose it is; empty when it is none of ours, or over. */
  public Optional<Sender> sender(String text) {
    return tokens
        .claims(text)
        .filter(claims -> ISSUER.equals(claims.getIssuer()) && claims.getSubject() != null)
        .flatMap(claims -> sender(claims, Sender.Shown.TOKEN));
  }

  /** Empty where the contracts that it is good for are no list of names. */
  static Optional<Sender> sender(JWTClaimsSet claims, Sender.Shown shown) {
    try {
      return Optional.of(
          new Sender(
              claims.getSubject(),
              shown,
              Optional.ofNullable(claims.getStringListClaim(CONTRACTS)).map(Set::copyOf),
              Optional.empty()));
    } catch (ParseException noList) {
      return Optional.empty();
    }
  }
}
