package io.freshet.serving.live;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.local.Part;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a customer sees of an order, in a browser, with a real server and a real Redis. */
class TrackingPageIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final AtomicLong ORDERS = new AtomicLong(System.currentTimeMillis() % 100_000);

  /** Words and marks that lie on one another; a pin's tip and a halo may. */
  private static final String OVERLAPS =
      """
      () => {
        const name = (part) => `${part.parentNode.getAttribute('class')} ${part.getAttribute('class')}`
        const parts = [...document.querySelectorAll('.word, .disc, .mark:not(.dasher) .glyph')]
        const boxes = parts.map((part) => ({ name: name(part), box: part.getBoundingClientRect() }))
        const overlap = (one, other) =>
          one.left < other.right && other.left < one.right
          && one.top < other.bottom && other.top < one.bottom
        return boxes.flatMap((one, i) =>
          boxes.slice(i + 1)
            .filter((other) => overlap(one.box, other.box))
            .map((other) => `${one.name} and ${other.name}`))
      }
      """;

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
  void showsAnOrderThatIsBeingPrepared() {
    scene.prepared();

    scene.visit(Look.USUAL);

    assertThat(scene.headline()).hasText("Being prepared");
    assertThat(scene.at("#arrival")).hasText(Pattern.compile("\\d+:\\d[05]\\W+\\d+:\\d[05]"));
    assertThat(scene.at("#reason")).hasText("The kitchen takes longer than usual");
    assertThat(scene.at("#steps [aria-current=step]")).hasText("Kitchen: now");
    assertThat(scene.at("#status")).hasText("Live");
    scene.isFitForAll("preparing");
  }

  @Test
  void movesTheDasherWithEachChange() {
    scene.onTheWay();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("On its way to you");
    assertThat(scene.at("#detail")).hasText(miles(1450));
    double before = distanceOnScreen();

    for (int step = 1; step <= 5; step++) {
      scene
          .order()
          .dasher(2 * step - 6, 0)
          .time("position_time", Duration.ofSeconds(10 * step - 60));
      scene.order().number("distance_meters", 1450 - 200 * step).is("picked_up");
      assertThat(scene.at("#detail")).hasText(miles(1450 - 200 * step));
    }

    assertThat(scene.at(".trail")).hasAttribute("d", Pattern.compile("M.*L.*"));
    assertThat(distanceOnScreen()).isNotEqualTo(before);
    scene.isFitForAll("on-the-way");
  }

  @Test
  void drawsNoMarkOrWordOverAnother() {
    scene
        .order()
        .text("stage", "wait")
        .number("dasher_id", 5)
        .place("pickup", -7, -4)
        .place("dropoff", 6, 5)
        .dasher(-7, -4)
        .is("dasher_assigned");

    scene.visit(Look.USUAL);

    assertThat(scene.headline()).hasText("Dasher at the restaurant");
    for (String mark : List.of("pickup", "dropoff", "dasher")) {
      assertThat(scene.at(".%s .word".formatted(mark))).isVisible();
    }
    assertThat((List<?>) scene.page().evaluate(OVERLAPS)).isEmpty();
    scene.isFitForAll("at-the-restaurant");
  }

  @Test
  void showsWithoutWhatIsNotKnown() {
    scene.order().text("stage", "to_customer").time("predicted_arrival", Duration.ofMinutes(22));
    scene.order().dasher(3, 2).without("position_time").text("reason", "aliens").is("picked_up");

    scene.visit(Look.USUAL);

    assertThat(scene.headline()).hasText("On its way to you");
    assertThat(scene.at("#arrival")).hasText(Pattern.compile("about \\d+:\\d[05]"));
    assertThat(scene.at("#reason")).isHidden();
    assertThat(scene.at(".dasher")).isVisible();
    assertThat(scene.at(".mark.dropoff")).isHidden();
  }

  @Test
  void saysWhyTheOrderComesLaterThanWasTold() {
    scene.prepared();
    scene.order().text("reason", "no_dasher").is("ready");
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("Ready to be picked up");
    assertThat(scene.at("#reason")).hasText("Still looking for a dasher");
    scene.isFitForAll("no-dasher");

    scene.onTheWay();
    scene.order().text("reason", "detour").is("picked_up");
    assertThat(scene.at("#reason")).hasText("Your dasher takes a longer way");

    scene
        .order()
        .time("predicted_arrival", Duration.ofMinutes(21))
        .time("latest_arrival", Duration.ofMinutes(26))
        .text("reason", "delayed")
        .is("picked_up");
    assertThat(scene.at("#reason")).hasText("It takes longer than expected");
    scene.isFitForAll("delayed");
  }

  @Test
  void remembersAfterAReloadWhatItHasTold() {
    scene.onTheWay();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("On its way to you");
    scene.order().text("reason", "delayed").is("picked_up");
    assertThat(scene.at("#arrival")).isVisible();
    assertThat(scene.at("#reason")).isHidden();

    scene
        .order()
        .time("predicted_arrival", Duration.ofMinutes(21))
        .time("latest_arrival", Duration.ofMinutes(26))
        .is("picked_up");
    assertThat(scene.at("#reason")).hasText("It takes longer than expected");
    scene.page().reload();

    assertThat(scene.at("#reason")).hasText("It takes longer than expected");
  }

  @Test
  void anOldPlaceIsSaidToBeOld() {
    scene.onTheWay();
    scene
        .order()
        .time("position_time", Duration.ofMinutes(-7))
        .text("reason", "no_signal")
        .is("picked_up");

    scene.visit(Look.USUAL);

    assertThat(scene.at("#detail")).hasText("Dasher last seen 7 minutes ago.");
    scene.isFitForAll("no-signal");
  }

  @Test
  void anOrderThatNobodyKnowsAppearsOnceItIsThere() {
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("No sign of this order yet");
    scene.isFitForAll("unknown");

    scene.order().time("predicted_arrival", Duration.ofMinutes(40)).is("created");

    assertThat(scene.headline()).hasText("Order placed");
  }

  @Test
  void endsWithTheDelivery() {
    scene.onTheWay();
    scene.atTheDoor();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("On its way to you");
    assertThat(scene.at("#steps [aria-current=step]")).hasText("On the way: now");

    scene.delivered();

    assertThat(scene.headline()).hasText("Enjoy your meal!");
    assertThat(scene.at("#arrival-label")).hasText("Delivered at");
    assertThat(scene.at("#reason"))
        .hasText(Pattern.compile("On time: we said \\d+:\\d[05] – \\d+:\\d[05]"));
    assertThat(scene.at("#steps [data-state=done]")).hasCount(4);
    assertThat(scene.at(".map")).isHidden();
    assertThat(scene.at("#status")).isHidden();
    scene.isFitForAll("delivered");
    // Nobody is listened to any more, and nothing is lost by it.
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(30))
        .until(() -> scene.live().metric("freshet_live_sockets") == 0);
    assertThat(scene.banner()).isHidden();
  }

  @Test
  void saysWhatHappensAfterACancellation() {
    scene.prepared();
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("Being prepared");

    scene.over("cancelled");

    assertThat(scene.headline()).hasText("Order cancelled");
    assertThat(scene.at("#detail")).containsText("For a refund");
    assertThat(scene.at("#steps [data-state=dropped]")).hasCount(3);
    assertThat(scene.at("#reason")).isHidden();
    scene.isFitForAll("cancelled");
  }

  @Test
  void saysThatAnotherDasherHasTakenOver() {
    scene
        .order()
        .text("stage", "to_restaurant")
        .number("dasher_id", 5)
        .dasher(8, 8)
        .is("dasher_assigned");
    scene.visit(Look.USUAL);
    assertThat(scene.headline()).hasText("Dasher on the way to the restaurant");

    scene.order().number("dasher_id", 6).dasher(-2, 3).is("dasher_assigned");

    assertThat(scene.at("#reason")).hasText("Another dasher has taken over");
  }

  @Test
  void fitsAnyScreen() {
    scene.onTheWay();
    for (Look look :
        List.of(
            Look.USUAL.wide(TestBrowser.NARROW),
            Look.USUAL.wide(TestBrowser.NARROW).dark().still(),
            Look.USUAL.dark(),
            Look.USUAL.wide(TestBrowser.DESK),
            Look.USUAL.wide(TestBrowser.DESK).dark())) {
      scene.visit(look);
      assertThat(scene.headline()).hasText("On its way to you");
      scene.isFitForAll("on-the-way-%d-%s".formatted(look.width(), look.scheme()));
    }
  }

  @Test
  void fitsAnyScreenOnceItIsOver() {
    scene.delivered();
    for (Look look :
        List.of(
            Look.USUAL.wide(TestBrowser.NARROW),
            Look.USUAL.wide(TestBrowser.NARROW).dark(),
            Look.USUAL.wide(TestBrowser.DESK))) {
      scene.visit(look);
      assertThat(scene.headline()).hasText("Enjoy your meal!");
      // What this page has not told, it does not hold the delivery against.
      assertThat(scene.at("#reason")).isHidden();
      scene.isFitForAll("delivered-%d-%s".formatted(look.width(), look.scheme()));
    }
  }

  @Test
  void aLongNumberLeavesTheFooterInOneLine() {
    try (TrackingScene other =
        new TrackingScene(
            platform.settings(), browser, writer, 2_916_644_424_000_000L + ORDERS.get())) {
      other.onTheWay();
      for (int width : List.of(TestBrowser.PHONE, TestBrowser.NARROW)) {
        other.visit(Look.USUAL.wide(width));
        assertThat(other.at("#updated")).isVisible();
        assertThat(other.at("#updated").boundingBox().y)
            .as("the line of the number, %d wide", width)
            .isEqualTo(other.at("#order").boundingBox().y);
        other.isFitForAll("long-number-%d".formatted(width));
      }
    }
  }

  private static String miles(int meters) {
    return "Your dasher is about %.1f mi from you.".formatted(meters / 1609.344);
  }

  /** From the dasher to the customer, in pixels. */
  private double distanceOnScreen() {
    return ((Number)
            scene
                .page()
                .evaluate(
                    """
                    () => {
                      const [one, other] = ['.dasher .disc', '.dropoff .pin'].map(
                        (mark) => document.querySelector(mark).getBoundingClientRect())
                      return Math.hypot(one.x - other.x, one.y - other.y)
                    }
                    """))
        .doubleValue();
  }
}
