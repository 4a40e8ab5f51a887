package io.freshet.bench.serve;

import com.nimbusds.jwt.JWTClaimsSet;
import io.freshet.core.server.token.SignedTokens;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;

/** Makes customers' tokens as a service does that has the live servers' secret. */
public final class OrderTokens {
  private static final String SECRET = "live.token-secret";
  private static final Duration LIFE = Duration.ofHours(6);

  private final SignedTokens tokens;

  private OrderTokens(SignedTokens tokens) {
    this.tokens = tokens;
  }

  public static OrderTokens of(Settings settings) {
    return new OrderTokens(SignedTokens.of(SECRET, settings.text(SECRET), InstantSource.system()));
  }

  public String of(LiveOrder order) {
    return tokens.sign(
        new JWTClaimsSet.Builder()
            .audience("freshet-live")
            .subject(Long.toString(order.orderId()))
            .claim("market", order.market())
            .expirationTime(Date.from(Instant.now().plus(LIFE)))
            .build());
  }
}
