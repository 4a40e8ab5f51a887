package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the tracking page comes again, and how: its connection, in a world of the test's own. */
@FullOnly
class TrackingConnectionIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  /** Sockets that the test opens and closes, answers that it gives, and a clock that stands. */
  private static final String WORLD =
      """
      async (test) => {
        const { Connection } = await import('/track/connection.js')
        const sockets = []
        const world = {
          Date: { now: () => 1_000_000 },
          Math: { random: () => 0 },
          WebSocket: class { constructor(url) { this.url = url; sockets.push(this) } close() {} },
          EventSource: class { constructor(url) { world.stream = url } addEventListener() {} close() {} },
          setTimeout: (action, wait) => { world.timer = { action, wait }; return 1 },
          clearTimeout: () => { world.timer = null },
          answer: () => new Response('{}', { status: 404 }),
          fetch: async (url, options) => { world.asked = options.headers; return world.answer() },
        }
        const links = []
        const told = []
        const address = { live: 'http://h/live', order: 'http://h/order', token: 't' }
        const connection = new Connection(address, {
          linked: (link) => links.push([link.state, link.why].filter(Boolean).join(' ')),
          message: (message) => told.push(message.type),
        }, world)
        const hear = (message) => sockets.at(-1).onmessage({ data: JSON.stringify(message) })
        const close = (code, reason = '') => sockets.at(-1).onclose({ code, reason })
        const settle = () => new Promise((done) => setTimeout(done))
        connection.start()
        return await (%s)()
      }
      """;

  private static final String SNAPSHOT =
      "hear({ type: 'snapshot', version: [4, 100], order: { state: 'ready' } })";

  private static Live live;
  private static Page page;

  @BeforeAll
  static void open() {
    live = Live.start(platform.settings(), HttpClient.newHttpClient(), Map.of());
    page = browser.open(live.page(new OrderKey("links", 1), Duration.ofHours(1)), Look.USUAL);
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void comesAgainWhenTheServerSays() {
    assertThat(
            run(
                """
                %s
                close(1012, 'The server restarts; retry_ms=1234')
                const wait = world.timer.wait
                world.timer.action()
                return [wait, sockets.length, links.join()]
                """))
        .isEqualTo(List.of(1234, 2, "opening,open,lost,lost"));
  }

  @Test
  void comesAgainEverMoreSlowlyWhileNobodyAnswers() {
    assertThat(
            run(
                """
                %s
                world.answer = () => { throw new TypeError('away') }
                const waits = []
                for (let i = 0; i < 8; i++) {
                  close(1006)
                  await settle()
                  waits.push(world.timer.wait)
                  world.timer.action()
                }
                return waits
                """))
        .isEqualTo(List.of(500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000));
  }

  @Test
  void takesAnotherWayOnlyWhenTheServerAnswersAndThisOneDoesNot() {
    assertThat(
            run(
                """
                close(1006)
                await settle()
                const after = world.stream ?? 'none'
                world.timer.action()
                close(1006)
                await settle()
                return [after, world.stream]
                """))
        .isEqualTo(List.of("none", "http://h/live?token=t"));
  }

  @Test
  void aPageThatOnlyReadsIsToldWhenItMayBeOutOfDate() {
    assertThat(
            run(
                """
                const refuse = async () => {
                  for (let i = 0; i < 2; i++) {
                    world.stream === undefined ? close(1006) : world.refuse()
                    for (let j = 0; j < 5; j++) await settle()
                    world.timer.action()
                  }
                }
                world.EventSource = class {
                  constructor(url) { world.stream = url; world.refuse = () => this.onerror() }
                  addEventListener() {}
                  close() {}
                }
                const state = { order_version: 4, event_time_ms: 100 }
                const since = { headers: { 'Freshet-Stale-Since': '2026-03-01T12:00:00Z' } }
                world.answer = () => Response.json(state, since)
                await refuse()
                await refuse()
                for (let j = 0; j < 5; j++) await settle()
                world.answer = () => new Response(null, { status: 304, ...since })
                world.timer.action()
                for (let j = 0; j < 5; j++) await settle()
                world.answer = () => new Response(null, { status: 304 })
                world.timer.action()
                for (let j = 0; j < 5; j++) await settle()
                return told.slice(-4).join() // it read once or twice before
                """))
        .isEqualTo("snapshot,stale,stale,fresh");
  }

  @Test
  void asksWhyItDoesNotGetInAndGivesUpForGood() {
    assertThat(
            run(
                """
                world.answer = () => new Response('{"cause":"another_order"}', { status: 403 })
                close(1006)
                await settle()
                await settle()
                return [links.join(), world.timer === null]
                """))
        .isEqualTo(List.of("opening,lost,ended another_order", true));
  }

  @Test
  void leavesAConnectionOnWhichNothingComesAlthoughThereIsNews() {
    assertThat(
            run(
                """
                %s
                const silent = world.timer.wait
                world.answer = () => new Response(null, { status: 304 })
                world.timer.action()
                await settle()
                const kept = sockets.length
                world.answer = () => Response.json({ order_version: 5, event_time_ms: 1 })
                world.timer.action()
                for (let i = 0; i < 5; i++) await settle()
                world.timer.action()
                return [silent, world.asked['if-none-match'], kept, sockets.length]
                """))
        .isEqualTo(List.of(60_000, "\"4-100\"", 1, 2));
  }

  @Test
  void doesNotTakeAConnectionForOpenWhenTheNetworkIsGone() {
    assertThat(
            run(
                """
                %s
                world.answer = () => { throw new TypeError('away') }
                connection.cutOff()
                await settle()
                connection.cutOff()
                const lost = links.join()
                connection.lookAgain()
                return [lost, sockets.length]
                """))
        .isEqualTo(List.of("opening,open,lost,lost", 2));
  }

  @Test
  void hasNothingToLoseOnceItIsOver() {
    assertThat(
            run(
                """
                %s
                connection.stop()
                connection.cutOff()
                await settle()
                return [links.join(), world.timer === null]
                """))
        .isEqualTo(List.of("opening,open", true));
  }

  @Test
  void anOrderThatIsOverIsNotAskedForAgain() {
    assertThat(
            run(
                """
                %s
                hear({ type: 'gone' })
                close(1000, 'The order is over')
                return [told.join(), links.join(), world.timer === null]
                """))
        .isEqualTo(List.of("snapshot,gone", "opening,open,ended over", true));
  }

  private static Object run(String test) {
    return page.evaluate(WORLD.formatted("async () => {" + test.replace("%s", SNAPSHOT) + "}"));
  }
}
