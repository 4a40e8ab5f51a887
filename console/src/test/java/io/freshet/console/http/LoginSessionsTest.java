package io.freshet.console.http;

import static io.freshet.console.http.LoginConsole.ATTEMPT;
import static io.freshet.console.http.LoginConsole.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a browser keeps of a login, and how long that opens something. */
class LoginSessionsTest {
  @RegisterExtension static final LoginConsole login = new LoginConsole();

  private final OpenConsole console = login.console();
  private final Guest guest = new Guest(console);

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
    login.pass(Duration.ofMinutes(59));
    assertThat(guest.get("/").statusCode()).isEqualTo(200);

    login.pass(Duration.ofMinutes(2));

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
                    .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
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
}
