package io.freshet.console.http;

import static io.freshet.console.http.LoginConsole.ATTEMPT;
import static io.freshet.console.http.LoginConsole.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.console.login.Login;
import io.freshet.console.login.TestProvider;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers of an identity provider let nobody in. */
class RefusedLoginsTest {
  @RegisterExtension static final LoginConsole login = new LoginConsole();

  private final TestProvider provider = login.provider();
  private final OpenConsole console = login.console();
  private final Guest guest = new Guest(console);

  static Stream<Arguments> lies() {
    return Stream.of(
        lie("another audience", claims -> claims.audience("another")),
        lie("another nonce", claims -> claims.claim("nonce", "of-another-login")),
        lie("no nonce", claims -> claims.claim("nonce", null)),
        lie("over", claims -> claims.expirationTime(ago(Duration.ofMinutes(5)))),
        lie("no end", claims -> claims.expirationTime(null)),
        lie("another issuer", claims -> claims.issuer("https://other.example")),
        lie("of another party", claims -> claims.claim("azp", "another")),
        lie("nobody", claims -> claims.subject(null)),
        lie("a subject beyond its length", claims -> claims.subject("x".repeat(300))),
        lie("of tomorrow", claims -> claims.issueTime(ago(Duration.ofDays(-1)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void believesNoTokenThatIsNotMeantForThisLogin(
      String what, UnaryOperator<JWTClaimsSet.Builder> lie) {
    provider.says(lie);

    isRefused(guest.logIn());
  }

  private static Arguments lie(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.of(what, change);
  }

  private static Date ago(Duration time) {
    return Date.from(Instant.now().minus(time));
  }

  @Test
  void believesNobodysSignatureButTheProviders() throws JOSEException {
    provider.signs(claims -> new PlainJWT(claims).serialize());
    isRefused(guest.logIn());
    provider.signs(RefusedLoginsTest::signedWithTheClientsSecret);
    isRefused(guest.logIn());
    RSAKey another = new RSAKeyGenerator(2048).keyID("one").generate();
    provider.signs(claims -> TestProvider.signed(claims, another));
    isRefused(guest.logIn());
  }

  private static String signedWithTheClientsSecret(JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
      token.sign(new MACSigner(TestProvider.SECRET.repeat(4)));

      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aProviderThatTellsNoTokenLetsNobodyIn() {
    provider.signs(claims -> "no token");
    assertThat(guest.logIn().statusCode()).isEqualTo(503);
    provider.signs(claims -> provider.signed(claims).replaceFirst("[.][^.]+$", "."));
    assertThat(guest.logIn().statusCode()).isEqualTo(503);
    assertThat(guest.cookies()).doesNotContainKey(SESSION);
  }

  @Test
  void anAnswerToAnotherLoginIsNone() {
    String answer = guest.goToProvider("/login");
    Guest another = new Guest(console);
    another.goToProvider("/login");

    isRefused(another.get(answer));
    isRefused(new Guest(console).get(answer));
    isRefused(guest.get(answer.replaceAll("state=[^&]+", "state=")));
    guest.goToProvider("/login");
    isRefused(guest.get(answer.replaceAll("&state=[^&]+", "")));
  }

  @Test
  void anAnswerIsGoodOnceAndNotForEver() {
    String answer = guest.goToProvider("/login");
    String attempt = guest.cookies().get(ATTEMPT);
    assertThat(guest.get(answer).statusCode()).isEqualTo(303);
    guest.cookies().clear();
    guest.cookies().put(ATTEMPT, attempt);
    isRefused(guest.get(answer));

    String late = guest.goToProvider("/login");
    login.pass(Login.ATTEMPT_LIFE);

    isRefused(guest.get(late));
  }

  @Test
  void anAnswerOfAnotherProviderIsNone() {
    isRefused(guest.get(guest.goToProvider("/login") + "&iss=https%3A%2F%2Fother.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login/callback",
        "/login/callback?code=x&state=y",
        "/login/callback?error=access_denied&state=y",
        "/login/callback?response=x.y.z",
        "/login/callback?%ff=%00",
      })
  void whatNobodyHasBegunEndsNowhere(String path) {
    isRefused(guest.get(path));
    guest.goToProvider("/login");
    isRefused(guest.get(path));
  }

  @Test
  void aCodeMayBeLong() {
    String answer = guest.goToProvider("/login");

    isRefused(guest.get(answer.replaceAll("code=[^&]+", "code=" + "x".repeat(3000))));
    assertThat(guest.get("/login?to=" + "x".repeat(7000)).statusCode()).isEqualTo(414);
  }

  @Test
  void saysSoWhenTheProviderLetsNobodyIn() {
    provider.refuses("access_denied");

    isRefused(guest.logIn());
  }

  @Test
  void whileTheProviderIsAwayNobodyIsCalledAStranger() {
    TestProvider gone = TestProvider.start();
    try (OpenConsole another = login.console(gone)) {
      gone.close();

      HttpResponse<String> answer = another.get("/login");

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("can’t be asked").doesNotContain("Exception");
    }
  }

  @Test
  void goesToNoProviderThatCallsItselfOtherwiseOrHasAnUnsafeAddress() {
    String described =
        """
        {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
         "jwks_uri": "%s/keys", "response_types_supported": ["code"],
         "subject_types_supported": ["public"],
         "id_token_signing_alg_values_supported": ["RS256"]}
        """;
    String own = provider.issuer();

    try (OpenConsole another = login.console(provider)) {
      for (List<String> addresses :
          List.of(
              List.of("https://other.example", own, own, own),
              List.of(own, "http://plain.example", own, own),
              List.of(own, own, "http://plain.example", own),
              List.of(own, own, own, "file:///etc"))) {
        provider.describes(described.formatted(addresses.toArray()));
        assertThat(another.get("/login").statusCode()).isEqualTo(503);
        login.pass(Duration.ofSeconds(6));
      }
      provider.reset();
      assertThat(another.get("/login").statusCode()).isEqualTo(303);
    }
  }

  @Test
  void aDescriptionWithoutEndIsNotTaken() {
    provider.describes("{\"x\": \"%s\"}".formatted("y".repeat(300_000)));

    try (OpenConsole another = login.console(provider)) {
      assertThat(another.get("/login").statusCode()).isEqualTo(503);
    }
  }

  private void isRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("The login did not succeed").doesNotContain("evil");
    assertThat(guest.cookies()).doesNotContainKey(SESSION);
    assertThat(guest.get("/").statusCode()).isEqualTo(401);
  }
}
