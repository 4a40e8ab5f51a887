package io.freshet.console.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.freshet.console.board.Boards;
import io.freshet.console.query.Mistakes;
import io.freshet.console.rows.Grids;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every page in every state, at a desk by day and on a phone at night: fit for all, and as pictures
 * in {@code target/pictures} that somebody looks at.
 */
@FullOnly
class ConsoleStatesIT {
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final Path PICTURES = Path.of("target", "pictures");

  /** Pages tell how long ago something was. */
  private static final String ELEVEN_SECONDS_LATER =
      "Date.now = () => %d".formatted(Boards.NOW.plusSeconds(11).toEpochMilli());

  private static final Look STILL = Look.USUAL.still().after(ELEVEN_SECONDS_LATER);
  private static final List<Look> LOOKS = List.of(STILL.wide(TestBrowser.DESK), STILL.dark());

  private static final List<String> PATHS =
      List.of(
          "/",
          "/alerts",
          "/pipeline",
          "/contracts",
          "/contracts/rides",
          "/tables/raw.rides",
          "/dead-letters",
          "/events",
          "/events?contract=rides&at=3:1042",
          "/map",
          "/orders/berlin/17",
          "/eta",
          "/query",
          "/datasets",
          "/receipts",
          "/receipts/backfill-clean.fares_daily-1764410400000.json",
          "/runbooks/flink",
          "/account",
          "/nowhere");

  /** What is no page, and pages of a login, which {@link LoginBrowserIT} looks at. */
  private static final Set<String> NO_PAGES =
      Set.of(
          "/query/stop",
          "/login",
          "/login/callback",
          "/logout",
          "/assets/{file}",
          "/metrics",
          "/openapi.yaml",
          "/health");

  @TempDir private Path folder;

  private final AccessibilityAudit audit = new AccessibilityAudit();
  private final OpenConsole console = new OpenConsole(new MemorySources());

  @AfterEach
  void shut() {
    console.close();
  }

  @ParameterizedTest
  @EnumSource
  void isFitForAllAndShowsWhatIsKnown(KnownState state) {
    for (String path : PATHS) {
      state.tell(console.sources(), path, folder);
      for (Look look : LOOKS) {
        Page page = browser.open(console.address() + path, look);
        isFitForAll(page, name(path, state.code(), look));
        page.context().close();
      }
    }

    assertThat(browser.refusals()).isEmpty();
  }

  @Test
  void isFitForAllWhileAQuestionIsAnsweredAndAfterwards() {
    KnownState.FULL.tell(console.sources(), "/query", folder);
    for (Look look : LOOKS) {
      Page page = browser.open(console.address() + "/query?sql=select+*+from+raw.rides", look);
      ask(page);
      isFitForAll(page, name("/query", "asked", look));
      console.sources().asker().answer(Grids.rides());
      assertThat(page.locator(".grid tbody tr")).hasCount(2);
      isFitForAll(page, name("/query", "answered", look));
      ask(page);
      console
          .sources()
          .asker()
          .fail(Mistakes.told("line 1:15: Table 'lake.raw.rides' does not exist"));
      assertThat(page.locator(".mistake")).isVisible();
      isFitForAll(page, name("/query", "mistaken", look));
      page.context().close();
    }

    assertThat(browser.refusals()).isEmpty();
  }

  private void ask(Page page) {
    int before = console.sources().asker().asked().size();
    page.locator("form.ask button").click();
    await().until(() -> console.sources().asker().asked().size() > before);
    assertThat(page.locator("#stop")).isVisible();
  }

  @Test
  void looksAtEveryPageThatIsServed() throws IOException {
    assertThat(served())
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(PATHS)
                    .as(route)
                    .anyMatch(path -> path.matches(route.replaceAll("\\{\\w+}", "[^/?]+"))));
  }

  /** The paths of pages in the description of what is served. */
  private static List<String> served() throws IOException {
    try (InputStream description = ConsoleDoor.class.getResourceAsStream("openapi.yaml")) {
      String text = new String(description.readAllBytes(), StandardCharsets.UTF_8);

      return Pattern.compile("(?m)^  (/\\S*):$")
          .matcher(text)
          .results()
          .map(path -> path.group(1))
          .filter(path -> !NO_PAGES.contains(path))
          .toList();
    }
  }

  private void isFitForAll(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setFullPage(true).setPath(PICTURES.resolve(name + ".png")));

    assertThat(audit.violations(page)).as(name).isEmpty();
    assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        .as("%s: beyond the screen", name)
        .isEqualTo(0);
  }

  private static String name(String path, String state, Look look) {
    String page = path.equals("/") ? "home" : path.substring(1).replaceAll("\\W+", "-");

    return "%s-%s-%s".formatted(page, state, look.scheme() == ColorScheme.DARK ? "phone" : "desk");
  }
}
