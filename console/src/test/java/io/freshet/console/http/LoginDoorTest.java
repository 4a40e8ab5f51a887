package io.freshet.console.http;

import static io.freshet.console.http.LoginConsole.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.console.login.TestProvider;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in by an identity provider, where that leads, and what they may do. */
class LoginDoorTest {
  @RegisterExtension static final LoginConsole login = new LoginConsole();

  private static final String ASKED = "sql=select+1";

  private final TestProvider provider = login.provider();
  private final OpenConsole console = login.console();
  private final Guest guest = new Guest(console);

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
}
