package io.freshet.bench.serve;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Makes customers' tokens as a service does that has the live servers' secret. */
public final class OrderTokens {
  private static final String SECRET = "live.token-secret";
  private static final Duration LIFE = Duration.ofHours(6);

  private final MACSigner signer;

  private OrderTokens(MACSigner signer) {
    this.signer = signer;
  }

  public static OrderTokens of(Settings settings) {
    try {
      return new OrderTokens(new MACSigner(settings.text(SECRET).getBytes(StandardCharsets.UTF_8)));
    } catch (JOSEException e) {
      throw new FreshetException(Fault.CALLER, SECRET + " is too short to sign with", e);
    }
  }

  public String of(LiveOrder order) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .audience("freshet-live")
                .subject(Long.toString(order.orderId()))
                .claim("market", order.market())
                .expirationTime(Date.from(Instant.now().plus(LIFE)))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new FreshetException(Fault.OURS, "Cannot sign a token", e);
    }

    return token.serialize();
  }
}
