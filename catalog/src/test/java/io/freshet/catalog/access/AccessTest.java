package io.freshet.catalog.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.freshet.catalog.access.Admission.Admitted;
import io.freshet.catalog.access.Admission.Refused;
import io.freshet.core.server.http.BearerToken;
import io.freshet.core.server.token.TokenIssuer;
import io.freshet.core.toolkit.InvalidSettingException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final String SHARED = "the-one-token-of-all";
  private static final String SECRET = "s".repeat(32);
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final AccessTokens tokens = tokens(SECRET, NOW);

  @Test
  void theSharedTokenOpensEverything() {
    Caller caller = admitted(access("read"), SHARED);

    assertThat(caller.scopes().isAdmin()).isTrue();
    assertThat(caller.login()).isEqualTo(Caller.Login.SHARED_TOKEN);
  }

  @Test
  void aTokenOpensWhatItsClientMayDo() {
    Caller caller = admitted(access("read:raw"), tokens.issue("writer", Optional.empty()));

    assertThat(caller.name()).isEqualTo("writer");
    assertThat(caller.scopes()).hasToString("read:raw");
  }

  @Test
  void aTokenOpensNoMoreThanWasAskedFor() {
    String token = tokens.issue("writer", Optional.of("read:raw/orders"));

    assertThat(admitted(access("read"), token).scopes()).hasToString("read:raw/orders");
  }

  @Test
  void aTokenOpensNothingThatItsClientMayDoNoLonger() {
    String token = tokens.issue("writer", Optional.of("read:raw write:raw"));

    assertThat(admitted(access("read:raw"), token).scopes()).hasToString("read:raw");
  }

  @Test
  void aTokenThatIsOverOpensNothing() {
    String token = tokens.issue("writer", Optional.empty());
    Access later = access("read", tokens(SECRET, NOW.plus(Duration.ofMinutes(15))));

    assertThat(later.admit("Bearer " + token))
        .isEqualTo(new Refused("The token has ended; ask for another one at /v1/oauth/tokens"));
  }

  /** Clients have them still when a catalog of another version is asked. */
  @Test
  void aTokenIsMadeAsItWasMadeBefore() {
    assertThat(tokens.issue("writer", Optional.of("read:raw write:raw")))
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiJ9."
                + "eyJpc3MiOiJmcmVzaGV0LWNhdGFsb2ciLCJzdWIiOiJ3cml0ZXIiLCJleHAiOjE3NzIzNjczMDAsIm"
                + "lhdCI6MTc3MjM2NjQwMCwic2NvcGUiOiJyZWFkOnJhdyB3cml0ZTpyYXcifQ."
                + "Vvb6_kCfBBMnjmAdzeUXDjKIkZdG3YfMfwWvoD_eD7U");
  }

  @Test
  void aTokenOfAClientThatIsGoneOpensNothing() {
    String token = tokens.issue("somebody", Optional.empty());

    assertThat(access("read").admit("Bearer " + token))
        .isEqualTo(new Refused("The token is of a client that is no longer known"));
  }

  @Test
  void aTokenThatOthersHaveSignedOpensNothing() throws Exception {
    String forged = tokens("t".repeat(32), NOW).issue("writer", Optional.empty());
    String unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3cml0ZXIifQ.";

    for (String token : List.of(forged, unsigned, "", "a.b.c", SHARED + "x")) {
      assertThat(access("read").admit("Bearer " + token)).isInstanceOf(Refused.class);
    }
    assertThat(access("read").admit(null)).isInstanceOf(Refused.class);
    assertThat(access("read").admit("Basic " + SHARED)).isInstanceOf(Refused.class);
  }

  @Test
  void aProvidersTokenSaysItsScopesItself() throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("one").generate();
    HttpServer provider = provider(key);
    try {
      Access access =
          new Access(
              Optional.empty(), Clients.none(), Optional.empty(), Optional.of(issuer(provider)));

      Caller byText = admitted(access, signed(key, claims().claim("scope", "openid read:raw")));
      Caller byList = admitted(access, signed(key, claims().claim("scp", List.of("write:marts"))));
      Caller bySilence = admitted(access, signed(key, claims()));

      assertThat(byText.name()).isEqualTo("ana");
      assertThat(byText.scopes()).hasToString("read:raw");
      assertThat(byList.scopes()).hasToString("write:marts");
      assertThat(bySilence.scopes().all()).isEmpty();
      assertThat(access.admit("Bearer " + signed(key, claims().audience("others"))))
          .isInstanceOf(Refused.class);
      assertThat(access.admit("Bearer " + signed(key, claims().claim("scope", 7))))
          .isInstanceOf(Refused.class);
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void tokensAreSignedWithALongSecretAndEndSoon() {
    assertThatThrownBy(() -> tokens("short", NOW))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "catalog-logins.secret is a text of 5 bytes; it must be random, and of 32 bytes or"
                + " more");
    assertThatThrownBy(
            () -> AccessTokens.signedWith(SECRET, Duration.ofDays(1), InstantSource.system()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("catalog-logins.life is 1d; it must be between 1m and 12h");
  }

  private Access access(String scope) {
    return access(scope, tokens);
  }

  private static Access access(String scope, AccessTokens tokens) {
    Clients clients =
        Clients.of(
            Map.of(
                "writer",
                Map.of("secret-sha256", Clients.hash("its-secret"), "scopes", List.of(scope))));

    return new Access(
        Optional.of(new BearerToken(SHARED)), clients, Optional.of(tokens), Optional.empty());
  }

  private static AccessTokens tokens(String secret, Instant now) {
    return AccessTokens.signedWith(secret, Duration.ofMinutes(15), InstantSource.fixed(now));
  }

  private static Caller admitted(Access access, String token) {
    return ((Admitted) access.admit("Bearer " + token)).caller();
  }

  private static HttpServer provider(ECKey key) throws Exception {
    byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(UTF_8);
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();

    return provider;
  }

  private static TokenIssuer issuer(HttpServer provider) {
    return TokenIssuer.of(
        "catalog",
        "https://id.example",
        "http://127.0.0.1:%d/keys".formatted(provider.getAddress().getPort()),
        "freshet");
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example")
        .audience("freshet")
        .subject("ana")
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
  }

  private static String signed(ECKey key, JWTClaimsSet.Builder claims) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("one").build(), claims.build());
    token.sign(new ECDSASigner(key));

    return token.serialize();
  }
}
