package io.freshet.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.core.toolkit.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTokensTest {
  private static final String SECRET = "a secret of thirty-two bytes, or more";

  @Test
  void opensOneOrder() throws Exception {
    Settings settings = Settings.ofEnvironment(Map.of("FRESHET_LIVE_TOKEN_SECRET", SECRET));

    SignedJWT token = SignedJWT.parse(OrderTokens.of(settings).of(new LiveOrder("oslo", 17)));

    assertThat(token.verify(new MACVerifier(SECRET.getBytes(StandardCharsets.UTF_8)))).isTrue();
    assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("freshet-live");
    assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("17");
    assertThat(token.getJWTClaimsSet().getStringClaim("market")).isEqualTo("oslo");
    assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant()).isAfter(Instant.now());
  }
}
