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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tracking page's rules, each on its own, where they run: in a browser. */
class TrackingRulesIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.REDIS);
  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static Live live;
  private static Page page;

  @BeforeAll
  static void open() {
    live = Live.start(platform.settings(), HttpClient.newHttpClient(), Map.of());
    page = browser.open(live.page(new OrderKey("rules", 1), Duration.ofHours(1)), Look.USUAL);
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void onlyAStepThatIsDoneIsSaidAsIfItWere() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { ENGLISH } = await import('/track/texts.js')
                  return Object.values(ENGLISH.steps)
                    .filter(({ done, current, open }) => done === current || done === open).length
                }
                """))
        .isEqualTo(0);
  }

  @ParameterizedTest
  @CsvSource({
    // of the disc from a pin's head; where it is drawn
    "0 40, 0 40",
    "0 24, 0 37",
    "0 0, 0 37",
    "-20 0, -37 0",
    "0 -10, 0 -37"
  })
  void theDasherStandsBesideAPinAndNotOnIt(String disc, String drawn) {
    assertThat(
            evaluate(
                """
                async (disc) => {
                  const { aside } = await import('/track/marks.js')
                  const [left, top] = disc.split(' ').map(Number)
                  const at = aside({ left, top }, null, { left: 0, top: 0 })
                  return `${Math.round(at.left)} ${Math.round(at.top)}`
                }
                """,
                disc))
        .isEqualTo(drawn);
  }

  @Test
  void theDasherGlidesAndIsNeverAheadOfWhatIsKnown() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { Motion } = await import('/track/motion.js')
                  const motion = new Motion(false)
                  const at = (longitude) => ({ latitude: 10, longitude })
                  motion.goTo(at(0), 0, 1_000)
                  const early = motion.at(999).longitude // a frame is as old as its beginning
                  motion.goTo(at(0.001), 5_000, 6_000)
                  return [early, ...[6_000, 8_500, 11_000, 60_000].map((now) => motion.at(now).longitude)]
                }
                """))
        .isEqualTo(List.of(0, 0, 0.0005, 0.001, 0.001));
  }

  @ParameterizedTest
  @CsvSource({
    // seconds at which there was news of a new place, and how long the last way is drawn
    "0 60, 60",
    "0 5 65 125, 60",
    "0 10 20 30, 10",
    // Once as late as never before: caught up with, and on as before.
    "0 10 20 80, 2",
    "0 10 20 80 90, 10",
    "0 60 120 420, 2",
    "0 200, 2"
  })
  void theDasherGlidesUntilTheNextNewsIsDue(String news, int expected) {
    assertThat(
            evaluate(
                """
                async (news) => {
                  const { Motion } = await import('/track/motion.js')
                  const motion = new Motion(false)
                  let now = 0
                  for (const seconds of news.split(' ')) {
                    now = seconds * 1_000
                    motion.goTo({ latitude: 10, longitude: seconds / 100_000 }, now, now)
                  }
                  let lasts = 0
                  while (motion.isMoving(now + lasts)) lasts += 100
                  return lasts / 1_000
                }
                """,
                news))
        .isEqualTo(expected);
  }

  @Test
  void whoStandsAndIsHeardOfIsNotSilent() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { Motion } = await import('/track/motion.js')
                  const motion = new Motion(false)
                  const at = (longitude) => ({ latitude: 10, longitude })
                  for (let now = 0; now <= 300_000; now += 10_000) motion.goTo(at(0), now, now)
                  motion.goTo(at(0.001), 310_000, 310_000)
                  return [motion.passed().length, motion.isMoving(319_999), motion.isMoving(320_000)]
                }
                """))
        .isEqualTo(List.of(1, true, false));
  }

  @Test
  void theDasherJumpsWhereNobodyCanHaveDriven() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { Motion } = await import('/track/motion.js')
                  const motion = new Motion(false)
                  motion.goTo({ latitude: 10, longitude: 0 }, 0, 1_000)
                  motion.goTo({ latitude: 10, longitude: 0.01 }, 5_000, 6_000)
                  return [motion.at(6_000).longitude, motion.passed().length]
                }
                """))
        .isEqualTo(List.of(0.01, 0));
  }

  @Test
  void nothingGlidesForThoseWhoWantItStill() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { Motion } = await import('/track/motion.js')
                  const motion = new Motion(true)
                  motion.goTo({ latitude: 10, longitude: 0 }, 0, 1_000)
                  motion.goTo({ latitude: 10, longitude: 0.001 }, 5_000, 6_000)
                  return [motion.at(6_000).longitude, motion.isMoving(6_001)]
                }
                """))
        .isEqualTo(List.of(0.001, false));
  }

  @Test
  void theMapShowsAllPlacesWithinItsRoom() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { fit } = await import('/track/ground.js')
                  const room = { width: 400, height: 300, left: 40, right: 40, top: 50, bottom: 60 }
                  const far = [{ x: -9_000, y: 400 }, { x: 14_000, y: -30_000 }, { x: 3, y: 2 }]
                  const camera = fit(far, room)
                  return far.every((spot) => {
                    const left = 200 + (spot.x - camera.x) * camera.scale
                    const top = 150 + (spot.y - camera.y) * camera.scale
                    return left >= 39.9 && left <= 360.1 && top >= 49.9 && top <= 240.1
                  }) && fit([{ x: 5, y: 5 }], room).scale < 1
                }
                """))
        .isEqualTo(true);
  }

  @Test
  void aServerThatKnowsLessTakesNothingBack() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { NOTHING, connected, take } = await import('/track/told.js')
                  const snapshot = (version, state) => ({ type: 'snapshot', version, order: { state } })
                  let known = take(connected(NOTHING), snapshot([4, 100], 'ready'))
                  known = take(connected(known), snapshot([3, 90], 'preparing'))
                  const kept = known.state.order.state
                  known = take(known, { type: 'delta', from: [3, 90], version: [5, 110],
                    set: { state: 'picked_up', latitude: 1 }, unset: [] })
                  const moved = known.state.order.state
                  known = take(connected(known), { type: 'waiting' })
                  return [kept, moved, known.state.order.state, known.condition, known.isElsewhere]
                }
                """))
        .isEqualTo(List.of("ready", "picked_up", "picked_up", "stale", false));
  }

  @Test
  void aDeltaFromElsewhereIsNotApplied() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { NOTHING, connected, take } = await import('/track/told.js')
                  let known = take(connected(NOTHING),
                    { type: 'snapshot', version: [4, 100], order: { state: 'ready' } })
                  known = take(known,
                    { type: 'delta', from: [4, 101], version: [5, 110], set: { state: 'x' }, unset: [] })
                  return [known.isElsewhere, known.state.order.state]
                }
                """))
        .isEqualTo(List.of(true, "ready"));
  }

  @Test
  void aRecordingThatIsReplayedIsHeldAgainstItsOwnTime() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { timeOf } = await import('/track/arrival.js')
                  const may2008 = Date.UTC(2008, 4, 20, 12)
                  const now = Date.UTC(2026, 2, 1)
                  return [
                    timeOf({ event_time_ms: may2008 }, now - 3_000, now) - may2008,
                    timeOf({ event_time_ms: now - 600_000 }, now - 3_000, now) - now,
                  ]
                }
                """))
        .isEqualTo(List.of(3_000, 0));
  }

  @Test
  void aRecordingThatIsReplayedHasOneClock() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { screen } = await import('/track/screen.js')
                  const { ENGLISH, Formats } = await import('/track/texts.js')
                  const now = Date.UTC(2026, 2, 1, 3, 33)
                  const order = { state: 'picked_up', event_time_ms: Date.UTC(2008, 4, 20, 12) }
                  const shown = screen({
                    known: {
                      state: { version: [6, order.event_time_ms], order },
                      condition: 'stale',
                      since: new Date(now - 60_000).toISOString(),
                    },
                    link: { state: 'open' },
                    window: null,
                    done: 3,
                    since: now - 180_000,
                    heardAt: now,
                    time: now,
                  }, ENGLISH, new Formats('en-GB', 'UTC'))
                  return [shown.updated, /since (\\d\\d:\\d\\d)/.exec(shown.banner.text)[1]]
                }
                """))
        .isEqualTo(List.of("Updated 12:03", "12:02"));
  }

  @Test
  void readersAreToldTheNewestAndNotEverySecond() {
    assertThat(
            evaluate(
                """
                async () => {
                  const { Announcer } = await import('/track/announcer.js')
                  const told = []
                  const world = { now: 0, wait: 0, action: null, Date: { now: () => world.now },
                    setTimeout: (action, wait) => { world.action = action; world.wait = wait; return 1 } }
                  const announcer = new Announcer({ set textContent(text) { told.push(text) } }, world)
                  announcer.say('one')
                  world.action()
                  world.now = 1_000
                  announcer.say('two')
                  announcer.say('three')
                  const wait = world.wait
                  world.now = 10_000
                  world.action()
                  announcer.say('three')
                  return [told.join(), wait]
                }
                """))
        .isEqualTo(List.of("one,three", 9_000));
  }

  @ParameterizedTest
  @CsvSource({
    "en-GB, 1450, 0.9 mi",
    "de-DE, 1450, '1,5 km'",
    "de-DE, 940, 900 m",
    "de-DE, 20, 100 m",
    "de-DE, 15400, 15 km"
  })
  void distancesAreAsRoadsOfThePlaceAreSigned(String locale, int meters, String expected) {
    assertThat(
            evaluate(
                """
                async ([locale, meters]) => {
                  const { Formats } = await import('/track/texts.js')
                  return new Formats(locale, 'UTC').distance(meters).replace('\\u00a0', ' ')
                }
                """,
                List.of(locale, meters)))
        .isEqualTo(expected);
  }

  private static Object evaluate(String script) {
    return page.evaluate(script);
  }

  private static Object evaluate(String script, Object argument) {
    return page.evaluate(script, argument);
  }
}
