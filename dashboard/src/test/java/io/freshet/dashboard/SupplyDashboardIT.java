package io.freshet.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.freshet.local.Part;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a person sees, in a browser. */
class SupplyDashboardIT {
  @RegisterExtension static final EmbeddedPlatform PLATFORM = EmbeddedPlatform.with(Part.TRINO);
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final Path PICTURES = Path.of("target", "pictures");
  private static final int WIDE = 1360;
  private static final int NARROW = 390;
  private static final double PATIENCE_MILLIS = 120_000;
  private static final LocatorAssertions.IsVisibleOptions SOON =
      new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);

  private static SupplyTables tables;
  private static RunningDashboard dashboard;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    tables = new SupplyTables(PLATFORM.settings());
    dashboard =
        RunningDashboard.start(
            Path.of("target", "dashboard.out"),
            Map.of("FRESHET_PROFILE", PLATFORM.profile().toAbsolutePath().toString()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (dashboard != null) {
      dashboard.close();
      tables.close();
    }
  }

  @AfterEach
  void closePage() {
    page.close();
  }

  @Test
  void saysWhatToDoWhenTheTablesAreNotThere() {
    tables.drop();

    look(WIDE, ColorScheme.LIGHT);

    see("The supply tables are not there yet");
    see("./freshet contract apply");
    picture("missing");
  }

  @FullOnly
  @Test
  void saysHowFiguresComeWhenThereAreNone() {
    tables.empty();

    look(WIDE, ColorScheme.LIGHT);

    see("No supply has been told yet");
    picture("empty");
  }

  @Test
  void showsTheWorstMarketFirstAndWhy() throws Exception {
    tables.fillUntilNow();

    look(WIDE, ColorScheme.LIGHT);

    see("Boston");
    assertThat(page.locator("article h3"))
        .hasText(new String[] {"Chicago", "Boston", "San Francisco", "Seattle"});
    assertThat(card("Chicago")).containsText("Demand spike");
    assertThat(card("Boston")).containsText("Idle in the wrong cells");
    assertThat(card("San Francisco")).containsText("Too few online");
    assertThat(card("Seattle")).containsText("Balanced");
    waitForAll();
    picture("full");
  }

  @FullOnly
  @Test
  void believesTheLastTellingOfAMinuteEvenIfACellIsEmptyInIt() throws Exception {
    tables.fillUntilNow();

    look(WIDE, ColorScheme.LIGHT);

    assertThat(page.locator("td[title$='mostly idle in the wrong cells']").first()).isVisible(SOON);
    assertThat(page.locator("td[title$='mostly orders are not taken']")).hasCount(0);
  }

  @FullOnly
  @Test
  void leadsByKeyboardFromAMarketToItsDashers() throws Exception {
    tables.fillUntilNow();
    look(WIDE, ColorScheme.LIGHT);
    Locator button =
        page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Look into San Francisco"));
    button.waitFor();

    tabTo("Look into San Francisco");
    page.keyboard().press("Enter");

    assertThat(page.locator(".section h2", new Page.LocatorOptions().setHasText("San Francisco")))
        .isVisible(SOON);
    // Twelve have pinged, one too long ago; one has an open order, one names one.
    see("11 dashers, 9 idle");
    assertThat(page.getByTestId("stDataFrame")).isVisible(SOON);
    assertThat(page.getByText("No dasher is heard here.")).hasCount(0);
    // Of a third day only some minutes were told.
    see("median of the last 2 days");
    assertThat(page.url()).contains("market=san_francisco");
    picture("market");
  }

  @FullOnly
  @Test
  void tellsAStaleNumberFromAFreshOne() throws Exception {
    tables.fillUntil(Instant.now().minus(Duration.ofMinutes(31)));

    look(WIDE, ColorScheme.LIGHT);

    see("These figures are");
    assertThat(page.locator(".masthead .stamp.late")).containsText("budget 2 min");
    assertThat(page.locator("article .stamp.late")).hasCount(4);
    picture("stale");
  }

  @FullOnly
  @Test
  void fitsANarrowWindowAndTheDark() throws Exception {
    tables.fillUntilNow();

    look(NARROW, ColorScheme.DARK);

    see("Chicago");
    waitForAll();
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(NARROW);
    picture("narrow-dark");
    page.close();
    look(WIDE, ColorScheme.DARK);
    see("Chicago");
    waitForAll();
    picture("dark");
  }

  @FullOnly
  @Test
  void asksNobodyOutsideThisMachine() throws Exception {
    tables.fillUntilNow();

    look(WIDE, ColorScheme.LIGHT);
    see("Chicago");
    waitForAll();

    assertThat(browser.hosts()).containsExactly("127.0.0.1");
  }

  @Test
  @FullOnly
  void keepsWhatItKnowsWhileTrinoIsAway() throws Exception {
    tables.fillUntilNow();
    look(WIDE, ColorScheme.LIGHT);
    see("Chicago");

    PLATFORM.kill(Part.TRINO);
    try {
      see("Trino does not answer at 127.0.0.1");
      see("What you see is the last that was known");
      assertThat(card("Chicago")).isVisible();
      picture("away");
    } finally {
      PLATFORM.heal();
    }
  }

  private void look(int width, ColorScheme scheme) {
    TestBrowser.Look light = TestBrowser.Look.USUAL.wide(width).tall(1900);
    page = browser.open(dashboard.address(), scheme == ColorScheme.DARK ? light.dark() : light);
  }

  private void see(String text) {
    assertThat(page.getByText(text).first()).isVisible(SOON);
  }

  private void see(Pattern text) {
    assertThat(page.getByText(text).first()).isVisible(SOON);
  }

  /** The dashers come last. */
  private void waitForAll() {
    assertThat(page.locator("table.hours")).isVisible(SOON);
    see(Pattern.compile("\\d+ dashers?, \\d+ idle"));
    assertThat(page.locator("canvas, svg.marks").last()).isVisible(SOON);
  }

  private Locator card(String market) {
    return page.locator("article[aria-label='%s']".formatted(market));
  }

  /** Presses Tab until that button has the focus. */
  private void tabTo(String button) {
    for (int presses = 0; presses < 60; presses++) {
      page.keyboard().press("Tab");
      if (button.equals(page.evaluate("document.activeElement.innerText.trim()"))) {
        return;
      }
    }
    throw new AssertionError("Tab never comes to " + button);
  }

  private void picture(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }
}
