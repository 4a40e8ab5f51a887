package io.freshet.serving.live.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.serving.live.order.OrderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

class OrderTokensTest {
  private static final String SECRET = "a secret of the tests, 32 bytes long";
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final OrderKey ORDER = new OrderKey("san_francisco", 17);

  private final OrderTokens tokens = OrderTokens.signedWith(SECRET, () -> NOON);

  @Test
  void aTokenOpensItsOrderUntilItExpires() {
    OrderTokens.Token token = tokens.issue(ORDER, Duration.ofMinutes(10));

    assertThat(tokens.pass(token.text())).contains(new Pass(ORDER, NOON.plusSeconds(600)));
    assertThat(later(Duration.ofMinutes(10)).pass(token.text())).isEmpty();
  }

  /** Customers have them still when a server of another version is asked. */
  @Test
  void aTokenIsMadeAsItWasMadeBefore() {
    OrderTokens others = OrderTokens.signedWith("s".repeat(32), () -> NOON);

    assertThat(others.issue(ORDER, Duration.ofMinutes(10)).text())
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiJ9."
                + "eyJtYXJrZXQiOiJzYW5fZnJhbmNpc2NvIiwiYXVkIjoiZnJlc2hldC1saXZlIiwic3ViIjoiMTciLC"
                + "JleHAiOjE3NzIzNjcwMDB9."
                + "ptnAOafklNGsl5gB_FmLVSb_XuPuy0MgfuNOBFCAAZI");
  }

  @Test
  void anotherSecretOpensNothing() {
    String token =
        OrderTokens.signedWith(SECRET + "!", () -> NOON).issue(ORDER, Duration.ofHours(1)).text();

    assertThat(tokens.pass(token)).isEmpty();
  }

  @Test
  void whatIsSignedForOthersOpensNothing() throws JOSEException {
    assertThat(tokens.pass(signed(claims().audience("freshet-gateway")))).isEmpty();
    assertThat(tokens.pass(signed(claims().expirationTime(null)))).isEmpty();
    assertThat(tokens.pass(signed(claims().subject("17:18")))).isEmpty();
    assertThat(tokens.pass(signed(claims().claim("market", null)))).isEmpty();
    assertThat(tokens.pass(signed(claims()))).isPresent();
  }

  @Test
  void whatIsNotSignedOpensNothing() {
    assertThat(tokens.pass(new PlainJWT(claims().build()).serialize())).isEmpty();
    assertThat(tokens.pass("a.b.c")).isEmpty();
    assertThat(tokens.pass("")).isEmpty();
  }

  @Test
  void aSecretIsLongAndNotRepeated() {
    assertThatThrownBy(() -> OrderTokens.signedWith("too short", () -> NOON))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("live.token-secret is a text of 9 bytes")
        .hasMessageNotContaining("too short");
  }

  private static OrderTokens later(Duration time) {
    return OrderTokens.signedWith(SECRET, () -> NOON.plus(time));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .audience("freshet-live")
        .subject("17")
        .claim("market", "san_francisco")
        .expirationTime(Date.from(NOON.plusSeconds(60)));
  }

  private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
    token.sign(new MACSigner(SECRET));

    return token.serialize();
  }
}
