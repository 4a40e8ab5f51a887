package io.freshet.cli.docs.site;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The site of this project, opened from a folder. */
class SiteBrowserIT {
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final List<String> PAGES =
      List.of(
          "index.html",
          "docs/quickstart.html",
          "docs/reference/settings.html",
          "docs/decisions/index.html");

  @TempDir private static Path site;

  private final AccessibilityAudit audit = new AccessibilityAudit();

  @BeforeAll
  static void write() throws IOException {
    new Site(Library.of(Path.of("..").toAbsolutePath().normalize()), site).write();
  }

  @Test
  void fitsForAllInLightAndDarkOnADeskAndInTheHand() {
    for (String page : PAGES) {
      assertThat(audit.violations(open(page, Look.USUAL.wide(TestBrowser.DESK)))).isEmpty();
      Page narrow = open(page, Look.USUAL.wide(TestBrowser.NARROW).dark());
      assertThat(audit.violations(narrow)).isEmpty();
      assertThat((Boolean) narrow.evaluate("document.body.scrollWidth <= innerWidth"))
          .as("%s moves sideways", page)
          .isTrue();
    }
    // The audit asks for style sheets in a way that pages of a folder may not.
    assertThat(browser.refusals()).allMatch(refusal -> refusal.contains("XMLHttpRequest"));
    assertThat(browser.requests()).allMatch(address -> address.startsWith("file:"));
  }

  @Test
  void findsASettingByKeyboardAlone() {
    Page page = open("docs/quickstart.html", Look.USUAL.wide(TestBrowser.DESK));

    page.keyboard().press("/");
    page.keyboard().type("gateway.publish-timeout");
    assertThat(page.locator("#found a").first()).isVisible();
    page.keyboard().press("ArrowDown");
    page.keyboard().press("Enter");

    assertThat(page).hasURL(Pattern.compile(".*\\.html(#.*)?$"));
    assertThat(page.locator("article")).containsText("gateway.publish-timeout");
  }

  @Test
  void opensTheContentsInANarrowWindow() {
    Page page = open("docs/concepts.html", Look.USUAL);

    assertThat(page.locator("#contents")).isHidden();
    page.locator(".menu").click();

    assertThat(page.locator("#contents")).isVisible();
    assertThat(page.locator("#contents [aria-current]")).hasText("Concepts");
  }

  private static Page open(String place, Look look) {
    return browser.open(site.resolve(place).toUri().toString(), look);
  }
}
