package io.freshet.serving.live;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.Part;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a customer sees when the order can't be followed: outages, links that do not open it. */
@FullOnly
class TrackingOutageIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final AtomicLong ORDERS =
      new AtomicLong(System.currentTimeMillis() % 100_000 + 1_000_000);
  private static final Duration LIFE = Duration.ofHours(1);

  private static final String WITHOUT_SOCKETS =
      """
      window.WebSocket = class {
        constructor() { setTimeout(() => this.onclose?.({ code: 1006, reason: '' })) }
        close() {}
      };
      """;
  private static final String WITHOUT_STREAMS =
      """
      window.EventSource = class {
        constructor() { setTimeout(() => this.onerror?.()) }
        addEventListener() {}
        close() {}
      };
      """;

  /** Whose chance is so great that they do not come again by themselves while a test runs. */
  private static final String WAITS_FOR_EVER = "Math.random = () => 1_000";

  private static OrderWriter writer;

  private TrackingScene scene;

  @BeforeAll
  static void open() {
    writer = new OrderWriter(platform.settings());
  }

  @AfterAll
  static void close() {
    writer.close();
  }

  @BeforeEach
  void set() {
    scene = new TrackingScene(platform.settings(), browser, writer, ORDERS.incrementAndGet());
  }

  @AfterEach
  void leave() {
    scene.close();
  }

  @Test
  void saysThatThereIsNoNewsWhileRedisIsAwayAndGoesOnAfterwards() {
    scene.onTheWay();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("On its way to you");

    platform.kill(Part.REDIS);
    assertThat(scene.banner()).containsText("There has been no news since");
    scene.isFitForAll("stale");
    platform.heal();
    scene.delivered();

    assertThat(scene.headline()).hasText("Enjoy your meal!");
    assertThat(scene.banner()).isHidden();
  }

  @Test
  void saysThatItIsCatchingUpWhileNobodyWritesOrders() {
    scene.onTheWay();
    scene.visit(Look.USUAL);
    assertThat(scene.at("#status")).hasText("Live");
    try {
      writer.beat(Instant.now().minus(Duration.ofMinutes(5)));
      assertThat(scene.banner()).containsText("We are catching up. There has been no news since");
      assertThat(scene.at("#status")).hasText("Not live");
      scene.isFitForAll("catching-up");

      writer.beat(Instant.now());
      assertThat(scene.banner()).isHidden();
      assertThat(scene.at("#status")).hasText("Live");
    } finally {
      writer.forgetBeats();
    }
  }

  @Test
  void comesBackByItselfAfterTheServerWasAway() {
    scene.onTheWay();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("On its way to you");

    scene.stopServer();
    assertThat(scene.banner()).containsText("We lost the connection. Last update");
    assertThat(scene.at("#status")).hasText("Not live");
    assertThat(scene.at("#detail")).hasText("Your dasher was about 0.9 mi from you.");
    scene.isFitForAll("connection-lost");
    scene.startServer();
    scene.order().is("picked_up");

    assertThat(scene.banner()).isHidden();
    assertThat(scene.at("#status")).hasText("Live");
  }

  @Test
  void saysThatThePhoneIsOfflineAndGoesOnOnceItIsBack() {
    scene.onTheWay();
    scene.visit(Look.USUAL);
    assertThat(scene.at("#status")).hasText("Live");

    scene.page().context().setOffline(true);
    assertThat(scene.banner()).containsText("You are offline. Last update");
    assertThat(scene.at("#status")).hasText("Not live");
    scene.isFitForAll("offline");
    scene.order().dasher(3, -3).number("distance_meters", 480).is("picked_up");
    assertThat(scene.at("#detail")).hasText("Your dasher was about 0.9 mi from you.");
    scene.page().context().setOffline(false);

    assertThat(scene.banner()).isHidden();
    assertThat(scene.at("#status")).hasText("Live");
    assertThat(scene.at("#detail")).hasText("Your dasher is about 0.3 mi from you.");
  }

  @Test
  void saysWhoIsOfflineBeforeTheirOrderIsThere() {
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("No sign of this order yet");

    scene.page().context().setOffline(true);

    assertThat(scene.headline()).hasText("No network right now");
    assertThat(scene.banner()).containsText("You are offline. Trying again");
    scene.isFitForAll("offline-at-first");
  }

  @Test
  void anOrderThatIsOverStaysOnTheScreenOfWhoGoesOffline() {
    scene.delivered();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("Enjoy your meal!");

    scene.page().context().setOffline(true);
    scene.page().waitForFunction("() => !navigator.onLine");

    assertThat(scene.banner()).isHidden();
  }

  @Test
  void whoDoesNotWantToWaitTriesByTheKeyboard() {
    scene.onTheWay();
    scene.visit(Look.USUAL.after(WAITS_FOR_EVER));
    assertThat(scene.headline()).hasText("On its way to you");
    scene.stopServer();
    assertThat(scene.at("#retry")).isVisible();
    scene.startServer();

    scene.page().keyboard().press("Tab");
    assertThat(scene.at("#retry")).isFocused();
    scene.page().keyboard().press("Enter");

    assertThat(scene.banner()).isHidden();
    assertThat(scene.headline()).isFocused();
  }

  @Test
  void anExpiredLinkSaysHowToGetAnother() {
    scene.onTheWay();

    scene.open(scene.link(Duration.ofMinutes(-1)), Look.USUAL);

    assertThat(scene.headline()).hasText("This link has expired");
    assertThat(scene.at("#detail")).containsText("gives you a new link");
    scene.isFitForAll("expired");
  }

  @Test
  void aLinkThatExpiresMeanwhileLeavesWhatWasSeen() {
    scene.onTheWay();

    scene.open(scene.link(Duration.ofSeconds(5)), Look.USUAL);

    assertThat(scene.headline()).hasText("On its way to you");
    assertThat(scene.banner()).containsText("This link has expired");
    scene.isFitForAll("expired-meanwhile");
  }

  @Test
  void aLinkToAnotherOrderOpensNothing() {
    scene.onTheWay();
    scene.open(
        scene.link(LIFE).replaceAll("/\\d+#", "/%d#".formatted(ORDERS.incrementAndGet())),
        Look.USUAL);

    assertThat(scene.headline()).hasText("This link does not open the order");
    scene.isFitForAll("bad-link");
  }

  @Test
  void whatIsNoOrderIsNotThere() {
    scene.open(scene.link(LIFE).replaceAll("/\\d+#", "/soup#"), Look.USUAL);

    assertThat(scene.headline()).hasText("There is no order at this address");
  }

  @Test
  void followsWhereNoWebSocketGetsThrough() {
    scene.prepared();

    scene.visit(Look.USUAL.after(WITHOUT_SOCKETS));

    assertThat(scene.headline()).hasText("Being prepared");
    assertThat(scene.at("#status")).hasText("Live");
    scene.order().is("ready");
    assertThat(scene.headline()).hasText("Ready to be picked up");
  }

  @Test
  void readsAgainAndAgainWhereNothingElseGetsThrough() {
    scene.prepared();

    scene.visit(Look.USUAL.after(WITHOUT_SOCKETS + WITHOUT_STREAMS));

    assertThat(scene.at("#status")).hasText("Every 10 s");
    scene.order().is("ready");
    assertThat(scene.headline()).hasText("Ready to be picked up");
  }

  @Test
  void asksNobodyButItsServerAndKeepsTheTokenOutOfWhatIsLogged() {
    scene.prepared();
    scene.visit(Look.USUAL);
    assertThat(scene.at("#status")).hasText("Live");

    assertThat(browser.requests())
        .allSatisfy(each -> assertThat(each).matches("(http|ws)://127\\.0\\.0\\.1:\\d+/.*"))
        .filteredOn(each -> each.contains("token="))
        .allSatisfy(each -> assertThat(each).containsPattern("/live\\?token=|/track/\\w+/\\w+#"));
  }
}
