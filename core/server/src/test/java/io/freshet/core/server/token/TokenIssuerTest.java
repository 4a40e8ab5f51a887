package io.freshet.core.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private static final String ISSUER = "https://id.example";

  /** Longer than the library's own patience, which is half a second. */
  private static final Duration UNDER_LOAD = Duration.ofMillis(700);

  @Test
  void waitsForAProviderThatIsUnderLoad() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    HttpServer provider = slowProvider(new JWKSet(key.toPublicJWK()));
    try {
      TokenIssuer issuer =
          TokenIssuer.of(
              "gateway",
              ISSUER,
              "http://127.0.0.1:%d/keys".formatted(provider.getAddress().getPort()),
              "freshet");

      assertThat(issuer.claims(token(key)).map(JWTClaimsSet::getSubject)).contains("rider-app");
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void refusesKeysOfAProviderThatIsNotNamed() {
    Settings settings = Settings.of(Map.of("gateway.jwt-keys", "https://id.example/jwks.json"));

    assertThatThrownBy(() -> TokenIssuer.from(settings, "gateway"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "gateway.jwt-keys is https://id.example/jwks.json; it must be left out where no"
                + " gateway.jwt-issuer is set");
  }

  private static HttpServer slowProvider(JWKSet keys) throws IOException {
    byte[] body = keys.toString().getBytes(UTF_8);
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.setExecutor(
        CompletableFuture.delayedExecutor(UNDER_LOAD.toMillis(), TimeUnit.MILLISECONDS));
    provider.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();

    return provider;
  }

  private static String token(ECKey key) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("freshet")
                .subject("rider-app")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
                .build());
    token.sign(new ECDSASigner(key));

    return token.serialize();
  }
}
