package io.freshet.serving.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.freshet.local.Part;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.browser.TestBrowser.Look;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the tracking page says of an order's arrival, and of what it said before: each rule on its
 * own, where it runs, in a browser.
 */
class TrackingArrivalIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static Live live;
  private static Page page;

  @BeforeAll
  static void open() {
    live = Live.start(platform.settings(), HttpClient.newHttpClient(), Map.of());
    page = browser.open(live.page(new OrderKey("arrivals", 1), Duration.ofHours(1)), Look.USUAL);
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @ParameterizedTest
  @CsvSource({
    // predicted, latest, shown before, expected
    "12:41:00, 12:48:00, , 12:40-12:50",
    "12:40:00, 12:40:00, , 12:40-12:45",
    "12:44:59, 12:50:01, , 12:40-12:55",
    "12:42:00, , , 12:40",
    "12:43:00, , , 12:45",
    "12:43:00, 12:30:00, , 12:45",
    // Outward at once, inward only when it is worth it.
    "12:39:00, 12:48:00, 12:40-12:50, 12:35-12:50",
    "12:45:30, 12:50:00, 12:40-12:50, 12:40-12:50",
    "12:47:00, 12:50:00, 12:40-12:50, 12:45-12:50",
    "12:41:00, 12:44:00, 12:40-12:50, 12:40-12:50",
    "12:41:00, 12:43:00, 12:40-12:50, 12:40-12:45",
    "12:43:59, , 12:40, 12:40",
    "12:44:00, , 12:40, 12:45"
  })
  void theArrivalIsAWindowOfFiveMinutes(
      String predicted, String latest, String shown, String expected) {
    assertThat(
            evaluate(
                """
                async ([predicted, latest, shown]) => {
                  const { arrivalWindow } = await import('/track/arrival.js')
                  const day = (time) => (time ? `2026-03-01T${time}Z` : undefined)
                  const times = shown?.split('-').map((time) => Date.parse(day(`${time}:00`)))
                  const window = arrivalWindow(
                    { predicted_arrival: day(predicted), latest_arrival: day(latest) },
                    times ? { from: times[0], to: times[1] ?? null } : null)
                  return [window.from, window.to].filter((time) => time !== null)
                    .map((time) => new Date(time).toISOString().slice(11, 16)).join('-')
                }
                """,
                Arrays.asList(predicted, latest, shown)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // reason, condition, on the screen, the best before, expected
    "delayed, fresh, 08:15-08:25, 08:15-08:30, ''",
    "delayed, fresh, 08:15-08:30, 08:15-08:30, ''",
    "delayed, fresh, 08:20-08:35, 08:15-08:30, delayed",
    "delayed, fresh, 08:20-08:35, , ''",
    "delayed, fresh, , 08:15-08:30, ''",
    "on_time, fresh, 08:15-08:30, 08:15-08:30, on_time",
    "on_time, fresh, 08:15-08:35, 08:15-08:30, ''",
    // Nobody knows that any more.
    "on_time, stale, 08:15-08:30, 08:15-08:30, ''",
    "traffic, stale, 08:15-08:25, 08:15-08:30, traffic",
    // They say more than how late it is.
    "traffic, fresh, 08:15-08:25, 08:15-08:30, traffic",
    "no_signal, fresh, 08:20-08:35, 08:15-08:30, no_signal"
  })
  void itTakesLongerOnlyWhereTheScreenSaysSo(
      String reason, String condition, String shown, String best, String expected) {
    assertThat(
            evaluate(
                """
                async ([reason, condition, shown, best]) => {
                  const { BestWindow } = await import('/track/best.js')
                  const { screen } = await import('/track/screen.js')
                  const { ENGLISH, Formats } = await import('/track/texts.js')
                  const day = (time) => Date.parse(`2026-03-01T${time}:00Z`)
                  const window = (times) => {
                    const [from, to] = times?.split('-').map(day) ?? []
                    return from === undefined ? null : { from, to }
                  }
                  const told = new BestWindow('of/1', {})
                  told.shown(window(best))
                  told.shown(window(shown))
                  const order = { state: 'picked_up', event_time_ms: day('08:10'), reason }
                  const { reason: said } = screen({
                    known: { state: { version: [6, 1], order }, condition, since: null },
                    link: { state: 'open' },
                    window: window(shown),
                    best: told.window,
                    done: 3,
                    since: day('08:10'),
                    heardAt: day('08:10'),
                    time: day('08:10'),
                  }, ENGLISH, new Formats('en-GB', 'UTC'))
                  return said?.key ?? ''
                }
                """,
                Arrays.asList(reason, condition, shown, best)))
        .isEqualTo(expected);
  }

  @Test
  void theBestWindowOutlivesThePageAndFewAreKept() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { BestWindow } = await import('/track/best.js')
                  const kept = new Map()
                  const world = { sessionStorage: {
                    getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) } }
                  const best = (order) => new BestWindow(order, world)
                  for (let i = 0; i < 30; i++) best(`of/${i}`).shown({ from: i, to: i + 100 })
                  best('of/29').shown({ from: 29, to: 500 })
                  best('of/29').shown({ from: 20, to: 60 })
                  const entries = JSON.parse([...kept.values()][0])
                  const found = [entries.length, best('of/29').window.to, best('of/10').window.to, best('of/9').window]
                  kept.forEach((text, key) => kept.set(key, '[["of/1", {"from": "soup"}], 7, null]'))
                  return [...found, best('of/1').window]
                }
                """))
        .isEqualTo(Arrays.asList(20, 60, 110, null, null));
  }

  @Test
  void whatIsDoneStaysSoThoughTheDasherChangesAndThePageIsLoadedAgain() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { StepsDone } = await import('/track/progress.js')
                  const kept = new Map()
                  const world = { sessionStorage: {
                    getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) } }
                  const steps = (order) => new StepsDone(order, world)
                  const counts = [steps('of/1').count]
                  for (const state of ['confirmed', 'ready', 'dasher_assigned', 'unheard_of']) {
                    const loaded = steps('of/1')
                    loaded.reached({ state })
                    counts.push(loaded.count)
                  }
                  return [...counts, steps('of/2').count]
                }
                """))
        .isEqualTo(Arrays.asList(0, 1, 2, 2, 2, 0));
  }

  @Test
  void theBestWindowLastsAsLongAsThePageWhereNothingMayBeKept() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { BestWindow } = await import('/track/best.js')
                  const world = { get sessionStorage() { throw new DOMException('denied', 'SecurityError') } }
                  const best = new BestWindow('of/1', world)
                  best.shown({ from: 0, to: 300_000 })
                  best.shown({ from: 100_000, to: null })
                  best.shown(null)
                  return best.window.to
                }
                """))
        .isEqualTo(300_000);
  }

  @ParameterizedTest
  @CsvSource({
    // delivered at, told, expected
    "12:39:59, 12:40-12:50, early",
    "12:40:00, 12:40-12:50, in_time",
    "12:50:59, 12:40-12:50, in_time",
    "12:51:00, 12:40-12:50, late",
    "12:34:59, 12:40, early",
    "12:35:00, 12:40, in_time",
    "12:45:59, 12:40, in_time",
    "12:46:00, 12:40, late"
  })
  void aDeliveryIsHeldAgainstWhatWasTold(String delivered, String told, String expected) {
    assertThat(
            evaluate(
                """
                async ([delivered, told]) => {
                  const { against } = await import('/track/arrival.js')
                  const day = (time) => Date.parse(`2026-03-01T${time}Z`)
                  const [from, to] = told.split('-').map((time) => day(`${time}:00`))
                  return against(day(delivered), { from, to: to ?? null })
                }
                """,
                List.of(delivered, told)))
        .isEqualTo(expected);
  }

  private static Object evaluate(String script) {
    return page.evaluate(script);
  }

  private static Object evaluate(String script, Object argument) {
    return page.evaluate(script, argument);
  }
}
