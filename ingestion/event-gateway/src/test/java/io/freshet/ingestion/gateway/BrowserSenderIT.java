package io.freshet.ingestion.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.freshet.core.contract.Contract;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The JavaScript sender in a browser that goes offline, before a real gateway. */
@FullOnly
class BrowserSenderIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> CHROMIUM =
      List.of("chromium", "chromium-browser", "google-chrome");

  @TempDir private Path folder;
  private ShopPages pages;
  private Streets streets;
  private GatewayServer gateway;
  private Playwright playwright;
  private BrowserContext browser;
  private Contract contract;

  @BeforeEach
  void start() throws IOException {
    Optional<Path> chromium = chromium();
    Assumptions.assumeTrue(
        chromium.isPresent(),
        "Skipped: there is no Chromium on the PATH; sudo apt-get install -y chromium");
    pages = ShopPages.open(this::token);
    streets = new Streets(platform, folder);
    streets.admitPagesOf(pages.origin());
    streets.write("durable");
    streets.apply();
    contract = streets.contract("durable");
    gateway = GatewayServer.start(streets.settings());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = launch(chromium.get()).newContext();
  }

  @AfterEach
  void stop() {
    if (playwright != null) {
      playwright.close();
      gateway.close();
      streets.close();
      pages.close();
    }
  }

  @Test
  void losesNothingOfflineAndSendsEachEventOnce() {
    Page page = visit(0);
    List<String> ids = new ArrayList<>(send(page, 5));
    awaitEmpty(page);

    browser.setOffline(true);
    ids.addAll(send(page, 20));
    page.evaluate("sender.flush()");
    assertThat(waiting(page)).isEqualTo(20);
    browser.setOffline(false);
    awaitEmpty(page);

    browser.setOffline(true);
    ids.addAll(send(page, 10));
    page.close();
    browser.setOffline(false);
    awaitEmpty(visit(0));

    assertThat(streets.timesSeen(contract, new HashSet<>(ids)))
        .hasSize(ids.size())
        .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
  }

  @Test
  void aPageThatIsLeftSendsWhatWaits() {
    Page page = visit(3_600_000);
    send(page, 1);
    page.evaluate("sender.flush()");
    Set<String> ids = new HashSet<>(send(page, 3));

    page.navigate("about:blank");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(streets.timesSeen(contract, ids).keySet()).isEqualTo(ids));
  }

  private Page visit(long delayMillis) {
    Page page = browser.newPage();
    page.navigate(
        "%s/?gateway=http://127.0.0.1:%d&delay=%d"
            .formatted(pages.origin(), gateway.port(), delayMillis));
    page.waitForFunction("() => window.sender !== undefined");

    return page;
  }

  /** Sends walks, and returns their ids when the sender has them. */
  @SuppressWarnings("unchecked") // what the page returns is its own
  private List<String> send(Page page, int walks) {
    return (List<String>)
        page.evaluate(
            """
            async ([contract, walks]) => {
              const ids = []
              for (let i = 0; i < walks; i++) {
                ids.push(await sender.send(contract, {
                  street: 'storgata', walk_id: i, event_time: new Date().toISOString(),
                }))
              }
              return ids
            }""",
            List.of(contract.name(), walks));
  }

  private static int waiting(Page page) {
    return (int) page.evaluate("sender.waiting()");
  }

  /** In this thread: Playwright belongs to one. */
  private static void awaitEmpty(Page page) {
    await().pollInSameThread().atMost(PATIENCE).until(() -> waiting(page) == 0);
  }

  private String token() {
    try {
      return new ObjectMapper()
          .readTree(new Sender(gateway.port()).token().body())
          .path("token")
          .textValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Browser launch(Path chromium) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(chromium)
                .setTimeout(PATIENCE.toMillis())
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync")));
  }

  private static Optional<Path> chromium() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(each -> CHROMIUM.stream().map(name -> Path.of(each, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
