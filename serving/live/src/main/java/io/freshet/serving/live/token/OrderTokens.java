package io.freshet.serving.live.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.SignedTokens;
import io.freshet.serving.live.order.OrderKey;
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

  private final SignedTokens tokens;
  private final InstantSource clock;

  private OrderTokens(SignedTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Makes and reads tokens.
   *
   * @param secret at least 32 bytes
   */
  public static OrderTokens signedWith(String secret, InstantSource clock) {
    return new OrderTokens(SignedTokens.of(KEY, secret, clock), clock);
  }

  /**
   * A token.
   *
   * @param text what the customer shows
   */
  public record Token(String text, Instant expiresAt) {}

  public Token issue(OrderKey order, Duration life) {
    Instant expiresAt = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .audience(AUDIENCE)
            .subject(Long.toString(order.orderId()))
            .claim(MARKET, order.market())
            .expirationTime(Date.from(expiresAt))
            .build();

    return new Token(tokens.sign(claims), expiresAt);
  }

  /** What it opens; empty when it is none of ours, or over. */
  public Optional<Pass> pass(String text) {
    return tokens
        .claims(text)
        .filter(claims -> claims.getAudience().contains(AUDIENCE))
        .flatMap(
            claims ->
                order(claims)
                    .map(order -> new Pass(order, claims.getExpirationTime().toInstant())));
  }

  private static Optional<OrderKey> order(JWTClaimsSet claims) {
    try {
      String market = claims.getStringClaim(MARKET);

      return market == null || claims.getSubject() == null
          ? Optional.empty()
          : OrderKey.of(market, claims.getSubject());
    } catch (ParseException noText) {
      return Optional.empty();
    }
  }
}
