package io.freshet.testing.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import io.freshet.local.Platform;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the console shows of a platform that is up, in a browser. */
interface ConsoleTests {
  Path SCREENSHOTS = Path.of("target", "screenshots");
  int PHONE = 380;

  /** A minute until it is told, a commit, and a minute until the page reads anew, at most. */
  int KEPT = 180_000;

  Platform platform();

  @Test
  default void theConsoleShowsEachTableWithItsLedgerFilesAndCommands() {
    String address = "http://127.0.0.1:" + platform().settings().text("console.port");
    try (TestBrowser browser = TestBrowser.launch()) {
      Page page = browser.open(address + "/", Look.USUAL.wide(TestBrowser.DESK));
      assertThat(page.locator("[id='row-raw.order_events']")).isVisible();
      assertThat(page.locator(".tally [aria-current]")).hasText(Pattern.compile("\\d+ all"));
      keep(page, "home");

      page.locator("[id='row-raw.order_events']").click();
      assertThat(page.locator("#live-proof tbody th").first())
          .hasText(Pattern.compile("order_events, \\d+"));
      assertThat(page.locator("#live-files .figures")).isVisible();
      assertThat(page.locator("#all-snapshots tbody tr").first()).isVisible();
      assertThat(page.locator("code", new Page.LocatorOptions().setHasText("freshet prove")))
          .hasCount(2);
      keep(page, "table");

      for (String path :
          List.of("contracts/order_events", "contracts", "dead-letters", "receipts")) {
        page.navigate(address + "/" + path);
        assertThat(page.locator("h1")).not().hasText(Pattern.compile("Counting.*|There is.*"));
        keep(page, path.replace('/', '-'));
      }
      page.navigate(address + "/pipeline");
      assertThat(page.locator("#live-flows .graph.broad")).isVisible();
      // Those of applications that were started after it are found, too.
      assertThat(page.locator("#jobs tbody th")).containsText(new String[] {"eta", "writer"});
      keep(page, "pipeline");
      page.navigate(address + "/alerts");
      assertThat(page.locator("#live-open")).isVisible();
      keep(page, "alerts");
      page.navigate(address + "/events?contract=order_events&at=0:0");
      assertThat(page.locator(".way")).isVisible();
      keep(page, "event");
      page.navigate(address + "/dead-letters");
      assertThat(page.locator(".group").first()).containsText("dlq show --contract");
      keep(browser.open(address + "/", Look.USUAL.wide(PHONE).dark()), "phone");

      assertThat(browser.refusals()).isEmpty();
      assertThat(browser.requests()).allMatch(request -> request.startsWith(address));
    }
  }

  @Test
  default void theConsoleKeepsWhatItMeasuresAndShowsIt() {
    String address = "http://127.0.0.1:" + platform().settings().text("console.port");
    try (TestBrowser browser = TestBrowser.launch()) {
      Page page =
          browser.open(address + "/tables/raw.order_events", Look.USUAL.wide(TestBrowser.DESK));
      Locator hops = page.locator("#live-history tbody th");
      assertThat(hops.first()).containsText("log", new ContainsTextOptions().setTimeout(KEPT));
      assertThat(page.locator("#live-history svg path.within").first())
          .hasAttribute("d", Pattern.compile("M.*V.*"));
      keep(page, "history");
    }
  }

  @Test
  @FullOnly
  default void theConsoleShowsRowsAndAnswersQuestionsAsItsRole() {
    String address = "http://127.0.0.1:" + platform().settings().text("console.port");
    try (TestBrowser browser = TestBrowser.launch()) {
      Page page =
          browser.open(address + "/tables/raw.order_events", Look.USUAL.wide(TestBrowser.DESK));
      assertThat(page.locator("#live-rows tbody tr").first()).isVisible();
      assertThat(page.locator("#live-rows thead th").getByText("masked").first()).isVisible();
      keep(page, "rows");

      page.locator(".onward a").click();
      assertThat(page.locator("h1")).hasText("Ask the lake");
      page.locator("form.ask button").click();
      assertThat(page.locator("#answer .grid tbody tr")).hasCount(20);
      keep(page, "query");
      page.locator("#sql").fill("select count(customer_id)\nfrom raw.order_evnts");
      page.locator("form.ask button").click();
      assertThat(page.locator(".mistake")).containsText("Line 2, column 6");
      page.locator("#sql")
          .fill("select current_groups(), count(customer_id) from raw.order_events");
      page.locator("form.ask button").click();
      assertThat(page.locator("#answer .grid tbody tr"))
          .hasText(Pattern.compile("\\[\"analyst\"\\]\\s*0"));

      page.navigate(address + "/eta");
      assertThat(page.locator("#accuracy .coming")).hasCount(0);
      assertThat(page.locator("#accuracy .notice")).hasCount(0);
      keep(page, "eta");
      assertThat(browser.refusals()).isEmpty();
    }
  }

  private static void keep(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(SCREENSHOTS.resolve("console-%s.png".formatted(name))));
    assertThat(new AccessibilityAudit().violations(page)).as(name).isEmpty();
  }
}
