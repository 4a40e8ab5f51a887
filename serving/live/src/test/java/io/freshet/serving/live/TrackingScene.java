package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.testing.browser.AccessibilityAudit;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.lettuce.core.RedisException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** An order, a server of its own, and the page on which somebody follows it. */
final class TrackingScene implements AutoCloseable {
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final Duration LIFE = Duration.ofHours(1);

  private static final String UNTIL_NOTHING_MOVES =
      """
      () => new Promise((done) => {
        let before = null
        const look = () => {
          const marks = [...document.querySelectorAll('.mark')]
          const now = marks.map((mark) => mark.getAttribute('transform')).join()
          if (now === before) {
            done()
          } else {
            before = now
            setTimeout(look, 200)
          }
        }
        look()
      })
      """;

  private final AccessibilityAudit audit = new AccessibilityAudit();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Settings platform;
  private final TestBrowser browser;
  private final TrackedOrder order;
  private final Map<String, String> settings = new HashMap<>();
  private Live live;
  private Page page;

  TrackingScene(Settings platform, TestBrowser browser, OrderWriter writer, long orderId) {
    this.platform = platform;
    this.browser = browser;
    this.order = new TrackedOrder(writer, new OrderKey("san_francisco", orderId));
    settings.put("live.stale-after", "30s");
    startServer();
    settings.put("live.port", Integer.toString(live.port()));
  }

  TrackedOrder order() {
    return order;
  }

  Page page() {
    return page;
  }

  Live live() {
    return live;
  }

  void stopServer() {
    live.close();
  }

  /** Where it was before. */
  void startServer() {
    live = Live.start(platform, http, settings);
  }

  void visit(Look look) {
    open(link(LIFE), look);
  }

  String link(Duration life) {
    return live.page(order.key(), life);
  }

  void open(String address, Look look) {
    leave();
    page = browser.open(address, look);
  }

  /** The kitchen has it. */
  void prepared() {
    order
        .text("stage", "preparation")
        .time("predicted_arrival", Duration.ofMinutes(31))
        .time("latest_arrival", Duration.ofMinutes(39))
        .text("reason", "kitchen_slow")
        .place("pickup", -7, 4)
        .place("dropoff", 6, -5)
        .is("preparing");
  }

  /** A dasher has it, and was seen a minute ago. */
  void onTheWay() {
    order
        .text("stage", "to_customer")
        .time("predicted_arrival", Duration.ofMinutes(9))
        .time("latest_arrival", Duration.ofMinutes(13))
        .number("dasher_id", 5)
        .number("distance_meters", 1450)
        .place("pickup", -7, 4)
        .place("dropoff", 6, -5)
        .dasher(-6, 0)
        .time("position_time", Duration.ofMinutes(-1))
        .is("picked_up");
  }

  /** An order that is over: without all that was told of its way. */
  void over(String state) {
    order
        .without("stage")
        .without("predicted_arrival")
        .without("latest_arrival")
        .without("distance_meters")
        .without("reason")
        .without("pickup")
        .without("dropoff")
        .without("latitude")
        .without("longitude")
        .without("position_time")
        .is(state);
  }

  /** As soon as Redis takes it. */
  void delivered() {
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(RedisException.class)
        .untilAsserted(() -> over("delivered"));
  }

  /** It is expected now: a window that began a moment later would make it early. */
  void atTheDoor() {
    order
        .time("predicted_arrival", Duration.ZERO)
        .time("latest_arrival", Duration.ofMinutes(4))
        .number("distance_meters", 120)
        .dasher(5.4, -4.6)
        .is("picked_up");
  }

  Locator at(String selector) {
    return page.locator(selector);
  }

  Locator headline() {
    return at("h1");
  }

  Locator banner() {
    return at("#banner");
  }

  /**
   * Nothing breaks a rule of accessibility, or is wider than the screen; takes a picture as well.
   */
  void isFitForAll(String picture) {
    page.evaluate(UNTIL_NOTHING_MOVES);
    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(picture + ".png")));
    assertThat(audit.violations(page)).as(picture).isEmpty();
    assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        .as("%s has all in its width", picture)
        .isTrue();
  }

  private void leave() {
    if (page != null) {
      page.context().close();
    }
  }

  @Override
  public void close() {
    leave();
    live.close();
    assertThat(browser.refusals()).isEmpty();
  }
}
