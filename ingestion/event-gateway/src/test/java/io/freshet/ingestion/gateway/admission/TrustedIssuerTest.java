package io.freshet.ingestion.gateway.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.server.token.TokenIssuer;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrustedIssuerTest {
  private static final String ISSUER = "https://id.example";
  private static final String AUDIENCE = "freshet";

  private static ECKey key;
  private static HttpServer provider;
  private static Credentials credentials;

  @BeforeAll
  static void start() throws IOException, JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    credentials = credentials(provider.getAddress().getPort());
  }

  @AfterAll
  static void stop() {
    provider.stop(0);
  }

  @Test
  void believesATokenThatIsMeantForUs() throws Exception {
    Optional<Sender> sender = credentials.sender("Bearer " + signed(claims().build()));

    assertThat(sender)
        .contains(
            new Sender(
                "rider-app",
                Sender.Shown.IDENTITY,
                Optional.of(Set.of("rides")),
                Optional.empty()));
  }

  @Test
  void believesNoOther() throws Exception {
    Date past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));

    assertThat(sender(claims().audience("another").build())).isEmpty();
    assertThat(sender(claims().issuer("https://other.example").build())).isEmpty();
    assertThat(sender(claims().expirationTime(past).build())).isEmpty();
    assertThat(sender(claims().expirationTime(null).build())).isEmpty();
    assertThat(sender(claims().subject(null).build())).isEmpty();
  }

  @Test
  void believesNobodysSignatureButTheIssuers() throws Exception {
    ECKey another = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    SignedJWT forged = token(claims().build());
    forged.sign(new ECDSASigner(another));
    SignedJWT symmetric = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    symmetric.sign(new MACSigner(key.toPublicJWK().toJSONString()));

    assertThat(credentials.sender("Bearer " + forged.serialize())).isEmpty();
    assertThat(credentials.sender("Bearer " + symmetric.serialize())).isEmpty();
  }

  @Test
  void whileItsKeysCantBeReadNobodyIsCalledAStranger() throws Exception {
    String token = signed(claims().build());

    assertThatThrownBy(() -> credentials(1).sender("Bearer " + token))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageStartingWith("Cannot read the keys of https://id.example");
  }

  @Test
  void itsKeysHaveAnAddress() {
    assertThatThrownBy(() -> TokenIssuer.of("gateway", ISSUER, "keys", AUDIENCE))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("gateway.jwt-keys is keys");
  }

  private static Credentials credentials(int port) {
    return new Credentials(
        ApiKeys.of(List.of("rider-app:" + ApiKeys.hash("first"))),
        Optional.empty(),
        Optional.of(
            new TrustedIssuer(
                TokenIssuer.of(
                    "gateway", ISSUER, "http://127.0.0.1:%d/keys".formatted(port), AUDIENCE))));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("rider-app")
        .claim("contracts", List.of("rides"))
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
  }

  private static Optional<Sender> sender(JWTClaimsSet claims) throws JOSEException {
    return credentials.sender("Bearer " + signed(claims));
  }

  private static String signed(JWTClaimsSet claims) throws JOSEException {
    SignedJWT token = token(claims);
    token.sign(new ECDSASigner(key));

    return token.serialize();
  }

  private static SignedJWT token(JWTClaimsSet claims) {
    return new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), claims);
  }
}
