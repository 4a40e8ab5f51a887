package io.freshet.core.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private static final String ISSUER = "https://id.example";
  private static final String AUDIENCE = "freshet";

  /** Longer than the library's own patience, which is half a second. */
  private static final Duration UNDER_LOAD = Duration.ofMillis(700);

  private static RSAKey rsa;
  private static ECKey curve;
  private static HttpServer provider;
  private static TokenIssuer issuer;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    provider = provider(new JWKSet(List.of(rsa, curve)), Runnable::run);
    issuer =
        TokenIssuer.of(
            "shop", ISSUER, "http://127.0.0.1:" + provider.getAddress().getPort(), AUDIENCE);
  }

  @AfterAll
  static void stop() {
    provider.stop(0);
  }

  @Test
  void believesWhateverIsSignedWithOneOfItsKeys() throws Exception {
    for (String algorithm : List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")) {
      assertThat(issuer.claims(signed(algorithm, "rsa", new RSASSASigner(rsa))))
          .as(algorithm)
          .isPresent();
    }
    assertThat(issuer.claims(signed("ES256", "curve", new ECDSASigner(curve)))).isPresent();
  }

  @Test
  void believesNobodyWhoSignsWithWhatIsPublished() throws Exception {
    byte[] published = rsa.toPublicJWK().toString().getBytes(UTF_8);

    assertThat(issuer.claims(signed("HS256", "rsa", new MACSigner(published)))).isEmpty();
  }

  @Test
  void takesAlgorithmsAloneOfWhichAKeyIsNotShared() {
    assertThat(TokenIssuer.ALGORITHMS)
        .hasSize(9)
        .allMatch(
            each ->
                JWSAlgorithm.Family.RSA.contains(each) || JWSAlgorithm.Family.EC.contains(each));
  }

  @Test
  void waitsForAProviderThatIsUnderLoad() throws Exception {
    HttpServer slow =
        provider(
            new JWKSet(curve.toPublicJWK()),
            CompletableFuture.delayedExecutor(UNDER_LOAD.toMillis(), TimeUnit.MILLISECONDS));
    try {
      TokenIssuer patient =
          TokenIssuer.of(
              "gateway",
              ISSUER,
              "http://127.0.0.1:%d/keys".formatted(slow.getAddress().getPort()),
              AUDIENCE);

      assertThat(patient.claims(signed("ES256", "curve", new ECDSASigner(curve)))).isPresent();
    } finally {
      slow.stop(0);
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

  private static HttpServer provider(JWKSet keys, Executor answering) throws IOException {
    byte[] body = keys.toString().getBytes(UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(answering);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();

    return server;
  }

  private static String signed(String algorithm, String key, JWSSigner signer)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(key).build(),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("ana")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
                .build());
    token.sign(signer);

    return token.serialize();
  }
}
