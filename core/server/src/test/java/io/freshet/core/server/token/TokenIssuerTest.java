package io.freshet.core.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private static final String ISSUER = "https://id.example";
  private static final String AUDIENCE = "freshet";

  private static RSAKey rsa;
  private static ECKey curve;
  private static HttpServer provider;
  private static TokenIssuer issuer;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
    byte[] keys = new JWKSet(List.of(rsa, curve)).toString().getBytes(UTF_8);
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
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
