package io.freshet.console.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.freshet.console.board.Boards;
import io.freshet.console.login.Login;
import io.freshet.console.login.LoginSettings;
import io.freshet.console.login.TestProvider;
import io.freshet.console.rows.Grids;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logging in and out in a browser, by an identity provider. */
class LoginBrowserIT {
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final AccessibilityAudit audit = new AccessibilityAudit();
  private final TestProvider provider = TestProvider.start();
  private final OpenConsole console = open(provider);
  private Page page;

  @AfterEach
  void shut() {
    if (page != null) {
      page.context().close();
    }
    console.close();
    provider.close();
  }

  @Test
  void logsInGoesOnWhereItWasAndOutAgain() {
    page =
        browser.open(console.address() + "/query?sql=select+1", Look.USUAL.wide(TestBrowser.DESK));
    assertThat(page.locator("h1")).hasText("Log in to go on");
    isFitForAll("stranger");

    page.locator("#login").click();

    assertThat(page).hasURL(console.address() + "/query?sql=select+1");
    assertThat(page.locator("#sql")).hasValue("select 1");
    page.locator("button[type=submit]").first().click();
    assertThat(page.locator("#stop")).isVisible();
    assertThat(console.sources().asker().names()).containsExactly("ada");
    console.sources().asker().answer(Grids.rides());

    page.locator("footer a").click();
    assertThat(page.locator("h1")).hasText("You are ada");
    isFitForAll("known");
    page.locator("#logout").click();

    assertThat(page.locator("h1")).hasText("Log in to go on");
    page.navigate(console.address() + "/contracts");
    assertThat(page.locator("h1")).hasText("Log in to go on");
    assertThat(page.context().cookies()).isEmpty();
    assertThat(browser.refusals()).isEmpty();
  }

  @Test
  void aPageThatIsOpenSaysSoWhenItsLoginIsOver() {
    page = browser.open(console.address() + "/", Look.USUAL);
    page.locator("#login").click();
    assertThat(page.locator("h1")).hasText("The one table is fresh");

    page.context().clearCookies();

    assertThat(page.locator("h1")).hasText("Log in to go on");
  }

  private void isFitForAll(String state) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(SCREENSHOTS.resolve("account-%s.png".formatted(state))));

    assertThat(audit.violations(page)).as(state).isEmpty();
  }

  /** On a port that is known beforehand: the provider sends browsers back to it. */
  private static OpenConsole open(TestProvider provider) {
    int port = freePort();
    String redirect = "http://127.0.0.1:" + port + LoginSettings.CALLBACK;

    return new OpenConsole(
        new MemorySources().with(Boards.of(waiting("rides", 1))),
        Optional.of(new Login(provider.settings(redirect), InstantSource.system())),
        port);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
