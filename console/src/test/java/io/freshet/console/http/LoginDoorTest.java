package io.freshet.console.http;

import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.freshet.console.board.Boards;
import io.freshet.console.login.Login;
import io.freshet.console.login.TestProvider;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in by an identity provider, and who does not; all tests by the same console. */
@TestInstance(Lifecycle.PER_CLASS)
class LoginDoorTest {
  private static final String REDIRECT = "https://console.example/login/callback";
  private static final String SESSION = "__Host-freshet_session";
  private static final String ATTEMPT = "__Host-freshet_login";
  private static final String ASKED = "sql=select+1";

  private final TestProvider provider = TestProvider.start();
  private Instant now = Instant.now();
  private final OpenConsole console = console(provider);
  private Guest guest = new Guest(console);

  @BeforeEach
  void begin() {
    provider.reset();
    console.sources().asker().forget();
    now = Instant.now();
    guest = new Guest(console);
  }

  @AfterAll
  void close() {
    console.close();
    provider.close();
  }

  private OpenConsole console(TestProvider trusted) {
    return new OpenConsole(
        new MemorySources().with(Boards.of(waiting("rides", 3), waiting("fares", 90))),
        Optional.of(new Login(trusted.settings(REDIRECT), clock())),
        0);
  }

  private InstantSource clock() {
    return () -> now;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tables/raw.rides", "/query", "/nowhere", "/orders/berlin/17"})
  void whoeverIsNotLoggedInSeesTheWayToALoginAndNothingElse(String path) {
    HttpResponse<String> answer = guest.get(path);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(answer.body()).contains("Log in to go on").doesNotContain("fares");
    assertThat(Jsoup.parse(answer.body()).select("#login").attr("href"))
        .isEqualTo("/login?to=" + path.replace("/", "%2F"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/health", "/metrics", "/openapi.yaml", "/assets/console.css", "/account"})
  void whatSaysNothingOfTablesOrIsForMonitoringIsOpen(String path) {
    assertThat(guest.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void whoeverTheProviderKnowsComesInAndGoesWhereTheyWanted() {
    HttpResponse<String> in = guest.logIn();

    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).contains("/contracts");
    assertThat(guest.get("/").statusCode()).isEqualTo(200);
    assertThat(guest.page("/account").select("h1").text()).isEqualTo("You are ada");
    assertThat(guest.page("/account").select("dl").text())
        .contains("4711", "analysts, data", "look and ask")
        .doesNotContain("others");
    assertThat(console.get("/metrics").body())
        .contains("freshet_console_logins_total{outcome=\"in\"}");
  }

  @Test
  void whatTheBrowserKeepsIsForThisHostAloneAndNoScript() {
    List<String> kept = guest.logIn().headers().map().get("set-cookie");

    assertThat(kept)
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith(SESSION + "=")
                    .contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=3")
                    .doesNotContain("Domain"))
        .anySatisfy(
            cookie ->
                assertThat(cookie).startsWith(ATTEMPT + "=;").contains("Expires=Thu, 01 Jan 1970"));
    assertThat(guest.cookies()).containsOnlyKeys(SESSION);
  }

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

  @Test
  void believesNobodysSignatureButTheProviders() throws JOSEException {
    provider.signs(claims -> new PlainJWT(claims).serialize());
    isRefused(guest.logIn());
    provider.signs(LoginDoorTest::signedWithTheClientsSecret);
    isRefused(guest.logIn());
    RSAKey another = new RSAKeyGenerator(2048).keyID("one").generate();
    provider.signs(claims -> TestProvider.signed(claims, another));
    isRefused(guest.logIn());
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
    now = now.plus(Login.ATTEMPT_LIFE);

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

  @ParameterizedTest
  @CsvSource({
    "/tables/raw.rides?x=1, /tables/raw.rides?x=1",
    "//evil.example, /",
    "/\\evil.example, /",
    "/%09/evil.example, /%09/evil.example",
    "https://evil.example, /",
    "evil.example, /",
    "javascript:alert(1), /",
    "/login?to=/, /",
    "/logout, /",
    "'', /"
  })
  void leadsNowhereElse(String to, String landing) {
    String path = "/login?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);

    assertThat(guest.get(guest.goToProvider(path)).headers().firstValue("Location"))
        .contains(landing);
  }

  @Test
  void aLineBreakLeadsNowhereAndIntoNoHeader() {
    HttpResponse<String> in =
        guest.get(guest.goToProvider("/login?to=%2Fx%0D%0ASet-Cookie%3A%20a%3Db"));

    assertThat(in.headers().firstValue("Location")).contains("/");
    assertThat(guest.cookies()).containsOnlyKeys(SESSION);
  }

  @Test
  void whoIsInNoGroupThatMaySeeStaysOut() {
    provider.says(claims -> claims.claim("groups", List.of("others", "*")));

    HttpResponse<String> answer = guest.logIn();

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("ada is in no group of console.oidc.may-see");
    assertThat(guest.get("/").statusCode()).isEqualTo(401);
  }

  @Test
  void whoMayLookMayNotAskUnlessTheirGroupMay() {
    provider.says(claims -> claims.claim("groups", "data"));
    guest.logIn();

    assertThat(guest.page("/query").select("form.ask")).isEmpty();
    assertThat(guest.page("/query").select(".nothing h2").text())
        .isEqualTo("You may look, and not ask");
    assertThat(guest.post("/query", ASKED, console.address()).statusCode()).isEqualTo(403);
    assertThat(console.sources().asker().asked()).isEmpty();
  }

  @Test
  void whoMayAskIsNamedAndTheirAnswerIsForTheirLoginAlone() {
    guest.logIn();

    assertThat(guest.post("/query", ASKED, "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(guest.post("/query", ASKED, console.address()).statusCode()).isEqualTo(303);

    await().until(() -> console.sources().asker().asked().size() == 1);
    assertThat(console.sources().asker().names()).containsExactly("ada");
    assertThat(guest.page("/query").select("h1").text()).isEqualTo("Asking Trino …");
    Guest again = new Guest(console);
    again.logIn();
    assertThat(again.page("/query").select("h1").text()).isEqualTo("Ask the lake");
  }

  @Test
  void nobodyAsksWithoutALogin() {
    assertThat(guest.post("/query", ASKED, console.address()).statusCode()).isEqualTo(401);
    assertThat(guest.post("/query/stop", "", console.address()).statusCode()).isEqualTo(401);
    assertThat(console.sources().asker().asked()).isEmpty();
  }

  @Test
  void whoLogsOutIsOutWithEveryCopy() {
    guest.logIn();
    String copy = guest.cookies().get(SESSION);

    assertThat(guest.post("/logout", "", "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(guest.get("/logout").headers().firstValue("Location")).contains("/account");
    assertThat(guest.get("/").statusCode()).isEqualTo(200);

    assertThat(guest.post("/logout", "", console.address()).statusCode()).isEqualTo(303);

    assertThat(guest.cookies()).isEmpty();
    assertThat(guest.get("/").statusCode()).isEqualTo(401);
    guest.cookies().put(SESSION, copy);
    assertThat(guest.get("/").statusCode()).isEqualTo(401);
    assertThat(guest.page("/account").select("a[href$=/logout]")).hasSize(1);
  }

  @Test
  void aSessionHasAnEnd() {
    guest.logIn();
    now = now.plus(Duration.ofMinutes(59));
    assertThat(guest.get("/").statusCode()).isEqualTo(200);

    now = now.plus(Duration.ofMinutes(2));

    assertThat(guest.get("/").statusCode()).isEqualTo(401);
  }

  @Test
  void aCookieThatWasChangedOrIsForSomethingElseOpensNothing() {
    guest.goToProvider("/login");
    String attempt = guest.cookies().get(ATTEMPT);
    guest.logIn();
    String session = guest.cookies().get(SESSION);
    String unsigned =
        new PlainJWT(
                new JWTClaimsSet.Builder()
                    .audience("session")
                    .subject("4711")
                    .claim("name", "eve")
                    .claim("groups", List.of("data"))
                    .jwtID("1")
                    .expirationTime(ago(Duration.ofDays(-1)))
                    .build())
            .serialize();

    for (String text :
        List.of(
            "",
            "x",
            attempt,
            unsigned,
            session.substring(0, session.length() - 4),
            session + "x")) {
      guest.cookies().put(SESSION, text);
      assertThat(guest.get("/").statusCode()).as(text).isEqualTo(401);
    }
  }

  @Test
  void whileTheProviderIsAwayNobodyIsCalledAStranger() {
    TestProvider gone = TestProvider.start();
    try (OpenConsole another = console(gone)) {
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

    try (OpenConsole another = console(provider)) {
      for (List<String> addresses :
          List.of(
              List.of("https://other.example", own, own, own),
              List.of(own, "http://plain.example", own, own),
              List.of(own, own, "http://plain.example", own),
              List.of(own, own, own, "file:///etc"))) {
        provider.describes(described.formatted(addresses.toArray()));
        assertThat(another.get("/login").statusCode()).isEqualTo(503);
        now = now.plusSeconds(6);
      }
      provider.reset();
      assertThat(another.get("/login").statusCode()).isEqualTo(303);
    }
  }

  @Test
  void aDescriptionWithoutEndIsNotTaken() {
    provider.describes("{\"x\": \"%s\"}".formatted("y".repeat(300_000)));

    try (OpenConsole another = console(provider)) {
      assertThat(another.get("/login").statusCode()).isEqualTo(503);
    }
  }

  private void isRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("The login did not succeed").doesNotContain("evil");
    assertThat(guest.cookies()).doesNotContainKey(SESSION);
    assertThat(guest.get("/").statusCode()).isEqualTo(401);
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

  private static Arguments lie(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
    return Arguments.of(what, change);
  }

  private static Date ago(Duration time) {
    return Date.from(Instant.now().minus(time));
  }
}
