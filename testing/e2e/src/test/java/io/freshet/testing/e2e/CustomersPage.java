package io.freshet.testing.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The page on which a customer follows an order, all that it says while something is away, and how
 * far the dasher drives on it.
 */
final class CustomersPage implements AutoCloseable {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String LIVE = "Live";

  private final Page page;
  private final List<Said> said = new ArrayList<>();
  private Instant begun = Instant.now();
  private Optional<DrawnSpot> start = Optional.empty();
  private double metersDriven;

  /**
   * What it said from then on.
   *
   * @param after since the fault
   * @param pill beside the order's name
   * @param banner above all else; empty where there is none
   */
  record Said(Duration after, String pill, String banner, String headline) {
    /** It follows the order, as far as it knows. */
    boolean isLive() {
      return pill.equals(LIVE) && banner.isEmpty();
    }

    boolean isTheSameAs(Said other) {
      return pill.equals(other.pill)
          && banner.equals(other.banner)
          && headline.equals(other.headline);
    }
  }

  CustomersPage(TestBrowser browser, URI address) {
    this.page = browser.open(address.toString(), Look.USUAL);
  }

  /** Returns when it follows the order, and draws its dasher. */
  void awaitLive(String headline) {
    assertThat(at("h1")).hasText(headline);
    assertThat(at("#status")).hasText(LIVE);
    assertThat(at(".mark.dasher")).isVisible();
  }

  /** Returns when the order has ended so. */
  void awaitEnd(String headline) {
    assertThat(at("h1")).hasText(headline);
  }

  /** From now on times and the dasher's way are counted. */
  void begin() {
    begun = Instant.now();
    said.clear();
    start = DrawnSpot.ofDasher(page);
    metersDriven = 0;
    look();
  }

  /** Notes what it says for so long, and where the dasher is, then takes a picture. */
  void watch(Duration time, String picture) {
    Instant end = Instant.now().plus(time);
    lookUntil(
        time.plus(PATIENCE),
        () -> {
          DrawnSpot.ofDasher(page).ifPresent(this::note);

          return Instant.now().isAfter(end);
        });
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(picture + ".png")));
  }

  /** Notes what it says until it is live and has nothing to say about it. */
  void watchUntilLive() {
    lookUntil(PATIENCE, () -> said.get(said.size() - 1).isLive());
  }

  private void lookUntil(Duration limit, Callable<Boolean> isOver) {
    await()
        .pollInSameThread() // which the browser asks for
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK_EVERY)
        .atMost(limit)
        .until(
            () -> {
              look();

              return isOver.call();
            });
  }

  private void look() {
    Said now =
        new Said(
            Duration.between(begun, Instant.now()),
            text("#status"),
            text("#banner-text"),
            text("h1"));
    if (said.isEmpty() || !now.isTheSameAs(said.get(said.size() - 1))) {
      said.add(now);
    }
  }

  private void note(DrawnSpot spot) {
    metersDriven = Math.max(metersDriven, start.map(spot::metersTo).orElse(0.0));
  }

  private String text(String selector) {
    Locator place = at(selector);

    return place.isVisible() ? place.innerText().strip() : "";
  }

  private Locator at(String selector) {
    return page.locator(selector);
  }

  /** In the order in which it said it; what it said at the fault stands first. */
  List<Said> said() {
    return List.copyOf(said);
  }

  /** How far from where it was at the fault the dasher was drawn while it was watched. */
  double metersDriven() {
    return metersDriven;
  }

  @Override
  public void close() {
    page.context().close();
  }
}
