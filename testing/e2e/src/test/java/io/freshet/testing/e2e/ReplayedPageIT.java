package io.freshet.testing.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.run.Speed;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a customer sees of an order that a recorded cab drives: pings and steps by Kafka, ETA
 * application, Redis and live server to the page, on a platform of its own, for events of 2008 are
 * late where newer ones have been. Its pictures lie in {@code target/pictures}.
 */
@FullOnly
class ReplayedPageIT {
  private static final Path PICTURES = Path.of("target", "pictures");

  /** A dasher has an order for a minute before the pick-up: twenty seconds, to look at it. */
  private static final Speed SPEED = new Speed(3);

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Of the browser, in whose time the page shows everything. */
  private static final ZoneId ZONE = ZoneId.of("Europe/London");

  private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d");
  private static final Pattern TO_RESTAURANT =
      Pattern.compile("Dasher (on the way to|at) the restaurant");
  private static final Pattern ON_ITS_WAY = Pattern.compile("On its way to you");
  private static final Pattern AS_TOLD = Pattern.compile("(Early|On time): we said");
  private static final Pattern DELIVERED = Pattern.compile("Enjoy your meal!");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final AccessibilityAudit audit = new AccessibilityAudit();
  private TestBrowser browser;
  private Platform platform;
  private LiveServers servers;
  private Simulator simulator;
  private ReplayedTrip replayed;
  private CompletableFuture<?> replay = CompletableFuture.completedFuture(null);

  /** Whoever has it holds the replay: on a busy machine a look takes longer than a moment lasts. */
  private final Semaphore turn = new Semaphore(1);

  private Page page;

  @BeforeEach
  void start() throws Exception {
    browser = TestBrowser.launch();
    replayed = ReplayedTrip.of(System.getenv(), folder);
    platform = Platform.in(new StateFolder(folder.resolve("state")));
    platform.up(
        EnumSet.of(Part.KAFKA, Part.S3, Part.REGISTRY, Part.REDIS), ProgressListener.SILENT);
    provide(platform.settings());
    platform.start(EtaJob.by(platform.folder().profile()), ProgressListener.SILENT);
    servers = new LiveServers(folder, platform.settings());
    servers.start(1);
    simulator = Simulator.connect(platform.settings());
  }

  private static void provide(Settings settings) {
    KafkaSettings kafka = KafkaSettings.from(settings);
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry, kafka);
      Contracts.read(Path.of(settings.text("contracts.path"))).all().stream()
          .filter(contract -> contract.stream().isPresent())
          .forEach(provisioner::apply);
    }
  }

  /** Whatever of it was started; what the replay has failed with is told last. */
  @AfterEach
  void stop() {
    turn.release();
    if (browser != null) {
      browser.close();
    }
    if (simulator != null) {
      simulator.stop();
      replay.handle((end, failure) -> failure).join();
      simulator.close();
    }
    if (servers != null) {
      servers.close();
    }
    if (platform != null) {
      platform.down(ProgressListener.SILENT);
    }
    replay.join();
  }

  @Test
  void showsARecordedTripFromBeforeThePickUpToTheDrop() throws Exception {
    page = browser.open(servers.page(replayed.order()).toString(), Look.USUAL);
    assertThat(headline()).hasText("No sign of this order yet");

    replay =
        CompletableFuture.supplyAsync(
            () -> simulator.replay(replayed.settings(), SPEED, progress -> takeTurn()));
    awaitHeadline(TO_RESTAURANT);
    assertThat(page.locator(".mark.dasher")).isVisible();
    turn.acquire();
    picture("replay-before-pick-up", TO_RESTAURANT);
    showsWhenItArrives();
    isFitForAll("replay-before-pick-up");
    turn.release();

    awaitHeadline(ON_ITS_WAY);
    DrawnSpot pickedUp = dasher();
    picture("replay-pick-up", ON_ITS_WAY);
    showsWhenItArrives();
    isFitForAll("replay-pick-up");

    await()
        .pollInSameThread()
        .atMost(PATIENCE)
        .until(() -> dasher().metersTo(pickedUp) > replayed.meters() / 2);
    picture("replay-on-the-way", ON_ITS_WAY);
    showsWhenItArrives();
    isFitForAll("replay-on-the-way");

    awaitHeadline(DELIVERED);
    assertThat(page.locator("#arrival-label")).hasText("Delivered at");
    assertThat(times("#arrival")).containsExactly(time(replayed.dropped()));
    assertThat(page.locator("#steps [data-state=done]")).hasCount(4);
    assertThat(page.locator("#reason")).hasText(AS_TOLD);
    picture("replay-delivered", DELIVERED);
    isFitForAll("replay-delivered");
    assertThat(browser.refusals()).isEmpty();
  }

  private void takeTurn() {
    turn.acquireUninterruptibly();
    turn.release();
  }

  private DrawnSpot dasher() {
    return DrawnSpot.ofDasher(page).orElseThrow(() -> new AssertionError("No dasher is drawn"));
  }

  private Locator headline() {
    return page.locator("h1");
  }

  private void awaitHeadline(Pattern text) {
    assertThat(headline())
        .hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE.toMillis()));
  }

  /** All of it by the clock of the recording: the window, and when the page was told last. */
  private void showsWhenItArrives() {
    assertThat(page.locator("#arrival-label")).hasText("Estimated arrival");
    assertThat(page.locator("#status")).hasText("Live");
    assertThat(times("#arrival"))
        .isNotEmpty()
        .allSatisfy(
            time ->
                assertThat(time)
                    .isBetween(
                        time(replayed.pickedUp().minus(Duration.ofMinutes(10))),
                        time(replayed.dropped().plus(Duration.ofHours(1)))));
    assertThat(times("#updated"))
        .singleElement()
        .satisfies(
            time ->
                assertThat(time)
                    .isBetween(
                        time(replayed.pickedUp().minus(Duration.ofMinutes(2))),
                        time(replayed.dropped())));
  }

  private List<LocalTime> times(String selector) {
    return TIME.matcher(page.locator(selector).textContent())
        .results()
        .map(time -> LocalTime.parse(time.group()))
        .toList();
  }

  /** As a page writes it. */
  private static LocalTime time(Instant instant) {
    return instant.atZone(ZONE).toLocalTime().withSecond(0);
  }

  /**
   * Of a page that goes on: it is of the time that is meant only if it says the same afterwards.
   */
  private void picture(String name, Pattern headline) {
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    assertThat(headline()).hasText(headline);
  }

  private void isFitForAll(String picture) {
    assertThat(audit.violations(page)).as(picture).isEmpty();
    assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s has all in its width", picture)
        .isTrue();
  }
}
