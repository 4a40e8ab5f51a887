package io.freshet.console.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.freshet.console.board.Boards.unknown;
import static io.freshet.console.board.Boards.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.freshet.assurance.alert.Webhook;
import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.datasets.Trainings;
import io.freshet.console.delivery.Accuracies;
import io.freshet.console.delivery.map.Markets;
import io.freshet.console.delivery.order.Orders;
import io.freshet.console.editions.Histories;
import io.freshet.console.events.Sightings;
import io.freshet.console.facts.FileFacts;
import io.freshet.console.facts.SampleTable;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.lineage.SampleLineage;
import io.freshet.console.page.SampleHistory;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.SampleReceipts;
import io.freshet.console.receipts.Upkeeps;
import io.freshet.console.rows.Grids;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a browser, in each of their states. */
class ConsoleBrowserIT {
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final int PHONE = 380;
  private static final List<Look> LOOKS =
      List.of(Look.USUAL.wide(PHONE).still(), Look.USUAL.wide(TestBrowser.DESK).dark().still());
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** An animation is over before a loaded machine may look for it. */
  private static final String COUNT_GLIDES =
      """
      window.glides = 0
      const animate = Element.prototype.animate
      Element.prototype.animate = function (...how) {
        window.glides += 1
        return animate.apply(this, how)
      }
      """;

  private static final List<Boards.Waiting> TABLES =
      List.of(waiting("rides", 90), waiting("fares", 12), unknown("tips"));

  @TempDir private Path folder;

  private final AccessibilityAudit audit = new AccessibilityAudit();
  private final OpenConsole console = new OpenConsole(new MemorySources());
  private final Map<Look, Page> tabs = new HashMap<>();

  @AfterEach
  void shut() {
    tabs.values().forEach(tab -> tab.context().close());
    console.close();
  }

  @Test
  void isFitForAllOnAnyScreenInAnyState() {
    SampleTable rides = new SampleTable(Boards.contract("rides", ""));
    rides.append(120_000, 4_000_000);
    Map<String, Board> states =
        Map.of(
            "empty", Board.empty(),
            "known", Boards.of(TABLES),
            "away", Boards.troubled(TABLES, "The catalog at http://127.0.0.1:1 does not answer"));
    states.forEach(
        (state, board) -> {
          console.sources().with(board);
          isFitForAll("/", state);
          isFitForAll("/pipeline", state);
        });
    console.sources().with(states.get("known"));
    alertsAreFitForAll();
    isFitForAll("/tables/raw.rides", "coming");
    isFitForAll("/dead-letters", "coming");
    isFitForAll("/query", "empty");
    arrivalsAreFitForAll();
    isFitForAll("/nowhere", "known");
    ordersAreFitForAll();
    dataSetsAreFitForAll();
    theMapIsFitForAll();
    eventsAreFitForAll();
    thePipelineIsFitForAll();
    console.sources().withRows(Reading.of(Grids.masked(), Boards.NOW));
    console.sources().withLineage(Reading.of(SampleLineage.ofRides(), Boards.NOW));
    console
        .sources()
        .withHistory(
            Reading.of(
                SampleHistory.of(
                    SampleHistory.day("log", 90),
                    SampleHistory.day("commit", 40),
                    SampleHistory.withAGap("table")),
                Boards.NOW))
        .withFacts(Reading.of(TableFacts.of(rides.table()), Boards.NOW))
        .withFiles(Reading.of(FileFacts.of(rides.table()), Boards.NOW));
    for (String path :
        List.of("/tables/raw.rides", "/contracts", "/contracts/rides", "/receipts")) {
      isFitForAll(path, "known");
    }

    assertThat(browser.refusals()).isEmpty();
    assertThat(browser.requests()).allMatch(each -> each.startsWith("http://127.0.0.1:"));
  }

  @Test
  void asksByKeyboardAndShowsTheAnswerWithoutBeingLoadedAgain() {
    console.sources().with(Boards.of(TABLES));
    Page page =
        browser.open(
            console.address() + "/query?sql=select+*+from+raw.rides",
            Look.USUAL.wide(TestBrowser.DESK));
    page.locator("#sql").focus();
    page.keyboard().press("Control+Enter");
    page.waitForURL("**/query");
    assertThat(page.locator("#stop")).isVisible();
    assertThat(audit.violations(page)).isEmpty();
    assertThat(console.sources().asker().asked()).containsExactly("select * from raw.rides");

    console.sources().asker().answer(Grids.rides());

    assertThat(page.locator(".grid tbody tr")).hasCount(2);
    assertThat(page.locator("h1")).hasText("The first 2 rows");
    assertThat(audit.violations(page)).isEmpty();
    page.locator("#sql").fill("drop table raw.rides");
    page.locator("form.ask button").click();
    assertThat(page.locator(".mistake")).containsText("begins with DROP");
    assertThat(browser.refusals()).isEmpty();
  }

  private void alertsAreFitForAll() {
    isFitForAll("/alerts", "empty");
    console
        .sources()
        .with(SampleAlerts.open(Optional.of(new Webhook.Tally(2, 1, Optional.of("status 500")))));
    isFitForAll("/alerts", "known");
    isFitForAll("/", "alert");
    console.sources().with(SampleReceipts.audit(folder, System.currentTimeMillis(), "6 lost"));
    isFitForAll("/alerts", "found");
    console.sources().with(List.of());
    isFitForAll("/runbooks/flink", "known");
  }

  private void arrivalsAreFitForAll() {
    isFitForAll("/eta", "missing");
    console.sources().with(Boards.of(waiting(Accuracies.contract().name(), 90)));
    isFitForAll("/eta", "coming");
    console.sources().withAccuracy(Reading.of(Accuracies.none(), Boards.NOW));
    isFitForAll("/eta", "empty");
    console.sources().withAccuracy(Reading.of(Accuracies.twoMarkets(), Boards.NOW));
    isFitForAll("/eta", "known");
    console
        .sources()
        .withAccuracy(
            new Reading<>(
                Optional.of(Accuracies.twoMarkets()),
                Optional.of(Boards.NOW),
                Optional.of("Trino is away")));
    isFitForAll("/eta", "away");
    console.sources().with(Boards.of(TABLES));
  }

  private void ordersAreFitForAll() {
    String order = "/orders/berlin/17";
    isFitForAll(order, "missing");
    console.sources().with(Boards.of(waiting("order_events", 1), waiting("eta_predictions", 1)));
    isFitForAll(order, "coming");
    console
        .sources()
        .withOrder(
            Reading.of(Optional.of(Orders.served(4, 1_500)), Boards.NOW),
            Reading.of(Orders.story(), Boards.NOW));
    isFitForAll(order, "known");
    console
        .sources()
        .withOrder(
            new Reading<>(Optional.empty(), Optional.empty(), Optional.of("Redis is away")),
            Reading.of(Orders.story(), Boards.NOW));
    isFitForAll(order, "away");
    String search = "/events?contract=order_events&at=3:1042";
    console.sources().withEvent(Reading.of(Sightings.ofOrder(4, Optional.of(6L)), Boards.NOW));
    isFitForAll(search, "redis");
    console.sources().with(Boards.of(TABLES));
  }

  private void theMapIsFitForAll() {
    isFitForAll("/map", "missing");
    console
        .sources()
        .with(
            Boards.of(
                waiting("order_events", 1),
                waiting("eta_predictions", 1),
                waiting("dasher_pings", 1)));
    isFitForAll("/map", "coming");
    console.sources().withMarket(Markets.few(), Markets.promises());
    isFitForAll("/map", "known");
    console.sources().withoutRedis("Redis is away");
    isFitForAll("/map", "away");
    console.sources().withMarket(Markets.many(400, 3_000), Map.of());
    isFitForAll("/map", "many");
    console.sources().with(Boards.of(TABLES));
  }

  @Test
  void theMapMovesWithoutBeingLoadedAgainAndLeadsToOrdersByKeyboard() {
    console
        .sources()
        .with(Boards.of(waiting("order_events", 1), waiting("dasher_pings", 1)))
        .withMarket(Markets.few(), Map.of());
    Page page = browser.open(console.address() + "/map", Look.USUAL.wide(TestBrowser.DESK));
    assertThat(page.locator("#live-dots a")).hasCount(4);
    page.locator("#order-18").focus();

    console.sources().withMarket(Markets.many(18 + 1, 2), Map.of());

    assertThat(page.locator("#live-dots a")).hasCount(19);
    assertThat(page.locator("#live-dots circle")).hasCount(2);
    assertThat(page.locator("#order-18")).isFocused();
    page.keyboard().press("Enter");
    page.waitForURL("**/orders/london/18");
    assertThat(page.locator("h1")).containsText("Order 18 of london");
    assertThat(browser.refusals()).isEmpty();
  }

  @Test
  void theMapAppearsOnceItsMarketIsKnown() {
    console.sources().with(Boards.of(waiting("order_events", 1), waiting("dasher_pings", 1)));
    Page page = browser.open(console.address() + "/map", Look.USUAL.wide(TestBrowser.DESK));
    assertThat(page.locator(".nothing")).containsText("not known yet");

    console.sources().withMarket(Markets.few(), Map.of());

    assertThat(page.locator(".city a")).hasCount(4);
  }

  @Test
  void whatHasMovedOnTheMapGlidesForWhoBearsMotion() {
    assertThat(glides(Look.USUAL)).isEqualTo(1);
  }

  @Test
  void nothingOnTheMapGlidesForWhoWantsNoMotion() {
    assertThat(glides(Look.USUAL.still())).isEqualTo(0);
  }

  /** How many marks glide once one dasher has moved. */
  private Object glides(Look look) {
    console
        .sources()
        .with(Boards.of(waiting("order_events", 1), waiting("dasher_pings", 1)))
        .withMarket(Markets.few(), Map.of());
    Page page = browser.open(console.address() + "/map", look.after(COUNT_GLIDES));
    Object before = page.locator("#live-dots").innerHTML();

    console.sources().withMarket(Markets.later(), Map.of());

    page.waitForFunction(
        "before => document.querySelector('#live-dots').innerHTML !== before", before);

    return page.evaluate("window.glides");
  }

  private void dataSetsAreFitForAll() {
    isFitForAll("/datasets", "coming");
    console.sources().withDatasets(Reading.of(Trainings.two(), Boards.NOW));
    isFitForAll("/datasets", "known");
    console.sources().withUpkeep(Reading.of(Upkeeps.two(), Boards.NOW));
    console.sources().withEditions(Reading.of(Histories.ofRides(), Boards.NOW));
  }

  private void thePipelineIsFitForAll() {
    isFitForAll("/pipeline", "coming");
    console
        .sources()
        .withFlows(Reading.of(SamplePipeline.flows(), Boards.NOW))
        .withFlink(Reading.of(SamplePipeline.busy(), Boards.NOW));
    isFitForAll("/pipeline", "known");
    console.sources().withFlink(Reading.of(SamplePipeline.away(), Boards.NOW));
    isFitForAll("/pipeline", "away");
  }

  private void eventsAreFitForAll() {
    String search = "/events?contract=rides&at=3:1042";
    isFitForAll("/events", "empty");
    isFitForAll(search, "coming");
    console.sources().withEvent(Reading.of(Sightings.row(), Boards.NOW));
    isFitForAll(search, "row");
    console.sources().withEvent(Reading.of(Sightings.waiting(), Boards.NOW));
    isFitForAll(search, "waiting");
    console.sources().withEvent(Reading.of(Sightings.dead("undecodable"), Boards.NOW));
    isFitForAll(search, "dead");
    console
        .sources()
        .withEvent(new Reading<>(Optional.empty(), Optional.empty(), Optional.of("Kafka is away")));
    isFitForAll(search, "away");
  }

  private void isFitForAll(String path, String state) {
    for (Look look : LOOKS) {
      Page page = open(console.address() + path, look);
      String name =
          "%s-%s-%s"
              .formatted(
                  path.replaceAll("\\W+", "_"),
                  state,
                  look.scheme() == ColorScheme.DARK ? "desk" : "phone");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(SCREENSHOTS.resolve(name + ".png")));

      assertThat(audit.violations(page)).as(name).isEmpty();
      assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
          .as("%s: beyond the screen", name)
          .isEqualTo(0);
    }
  }

  /** In the one tab of that look: a new one for each page costs as long as to look at it. */
  private Page open(String address, Look look) {
    Page tab = tabs.computeIfAbsent(look, each -> browser.open(console.address(), each));
    tab.navigate(address);

    return tab;
  }

  @Test
  void isAsNewAsTheServerWithoutBeingLoadedAgain() {
    console.sources().with(Boards.of(waiting("rides", 1), waiting("fares", 2)));
    Page page = browser.open(console.address() + "/", Look.USUAL.wide(TestBrowser.DESK));
    assertThat(page.locator("h1")).hasText("All 2 tables are fresh");
    page.locator("#q").fill("fa");
    page.locator("[id='row-raw.rides']").focus();

    console.sources().with(Boards.of(waiting("rides", 90), waiting("fares", 2)));

    assertThat(page.locator("h1")).hasText("1 of 2 tables is late");
    assertThat(page.locator("#q")).hasValue("fa");
    assertThat(page.locator("[id='row-raw.rides']")).isFocused();
  }

  @FullOnly
  @Test
  void saysThatTheServerIsGoneAndKeepsWhatItShowed() {
    console.sources().with(Boards.of(TABLES));
    Page page = browser.open(console.address() + "/", Look.USUAL);
    assertThat(page.locator("#lost")).isHidden();

    console.close();

    assertThat(page.locator("#lost")).isVisible();
    assertThat(page.locator("h1")).hasText("1 of 3 tables is late");
  }

  @FullOnly
  @Test
  void isWalkedThroughByKeyboardAlone() {
    console.sources().with(Boards.of(TABLES));
    Page page = browser.open(console.address() + "/", Look.USUAL.wide(TestBrowser.DESK));

    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();

    page.locator("#q").focus();
    page.keyboard().type("tips");
    page.keyboard().press("Enter");
    page.waitForURL("**/?q=tips*");
    assertThat(page.locator(".tables tbody tr")).hasCount(1);
    page.locator("[id='row-raw.tips']").focus();
    page.keyboard().press("Enter");
    page.waitForURL("**/tables/raw.tips");
    assertThat(page.locator("h1")).hasText("raw.tips");
  }
}
