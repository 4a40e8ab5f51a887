package io.freshet.console.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.freshet.assurance.alert.Webhook;
import io.freshet.console.alerts.AlertBook;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Boards;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.console.delivery.map.Markets;
import io.freshet.console.facts.FileFacts;
import io.freshet.console.facts.SampleTable;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.page.SampleHistory;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The pictures that {@code docs/images} has of the console, of the shipped contracts with two late
 * tables; copied from there when a page has changed.
 */
@FullOnly
class ConsolePicturesIT {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int DESK = 1180;
  private static final String PINGS = "raw.dasher_pings";

  /** Pages tell how long ago something was. */
  private static final String ELEVEN_SECONDS_LATER =
      "Date.now = () => %d".formatted(Boards.NOW.plusSeconds(11).toEpochMilli());

  /** Seconds for which something has waited; of others three. */
  private static final Map<String, Integer> WAITING =
      Map.of("dasher_pings", 94, "order_events", 82, "eta_predictions", 41, "markets", 0);

  private static final Look STILL = Look.USUAL.still().after(ELEVEN_SECONDS_LATER);

  private static TestBrowser browser;

  private final OpenConsole console = new OpenConsole(new MemorySources());

  @BeforeAll
  static void launch() {
    browser = TestBrowser.launch();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void showsTheConsoleAsTheGuidesDo() {
    List<Contract> contracts =
        Contracts.read(Path.of("..", "contracts")).all().stream()
            .filter(contract -> contract.table().isPresent())
            .toList();
    Contract pings =
        contracts.stream()
            .filter(each -> each.name().equals("dasher_pings"))
            .findFirst()
            .orElseThrow();
    SampleTable table = new SampleTable(pings);
    console
        .sources()
        .with(Boards.of(contracts.stream().map(ConsolePicturesIT::waiting).toList()))
        .with(alerts())
        .with(contracts.stream().map(ConsolePicturesIT::proof).toList())
        .withLetters(Reading.of(letters(), Boards.NOW))
        .withFlink(Reading.of(SamplePipeline.busy(), Boards.NOW))
        .withMarket(Markets.few(), Markets.promises())
        .withHistory(
            Reading.of(
                SampleHistory.of(SampleHistory.day("log", 94), SampleHistory.day("commit", 140)),
                Boards.NOW))
        .withFacts(Reading.of(TableFacts.of(table.table()), Boards.NOW))
        .withFiles(Reading.of(FileFacts.of(table.table()), Boards.NOW));

    picture("console-home", "/", STILL.wide(DESK).tall(760), "2 of %d tables are late", contracts);
    picture("console-phone", "/", STILL.dark(), "2 of %d tables are late", contracts);
    picture(
        "console-table", "/tables/" + PINGS, STILL.wide(DESK).tall(900).dark(), PINGS, contracts);

    assertThat(browser.refusals()).isEmpty();
  }

  private void picture(
      String name, String path, Look look, String headline, List<Contract> contracts) {
    Page page = browser.open(console.address() + path, look);

    assertThat(page.locator("h1")).hasText(headline.formatted(contracts.size()));
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    page.context().close();
  }

  private static Waiting waiting(Contract contract) {
    int seconds = WAITING.getOrDefault(contract.name(), 3);

    return new Waiting(
        contract,
        Optional.of(Duration.ofSeconds(seconds)),
        Optional.of(Duration.ofSeconds(seconds + 4)));
  }

  private static AlertFacts alerts() {
    AlertBook book = new AlertBook(Optional.empty());
    book.accept(SampleAlerts.breached(PINGS, Boards.NOW.minusSeconds(40)));
    book.accept(SampleAlerts.breached("raw.order_events", Boards.NOW.minusSeconds(28)));
    AlertFacts told = book.facts();

    return new AlertFacts(
        told.open(), told.over(), Optional.of(new Webhook.Tally(2, 0, Optional.empty())));
  }

  private static Receipt proof(Contract contract) {
    return new Receipt(
        "prove-%s-1764410400000.json".formatted(contract.name()),
        "prove",
        Set.of(TableLayout.name(contract).toString()),
        Boards.NOW.minusSeconds(522),
        true,
        "1 table proved");
  }

  private static DeadLetterFacts letters() {
    return new DeadLetterFacts(
        List.of(new DeadLetterGroup("dasher_pings", "undecodable", 3, 0, Boards.NOW, Boards.NOW)),
        new Refusals(List.of(), 0),
        Map.of("dasher_pings", new HourlyRate("dasher_pings", 3, 100)),
        Boards.NOW);
  }
}
