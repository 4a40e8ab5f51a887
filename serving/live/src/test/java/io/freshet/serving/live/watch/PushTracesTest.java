package io.freshet.serving.live.watch;

import static io.freshet.serving.live.watch.Documented.document;
import static io.freshet.serving.live.watch.Documented.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.redis.InMemoryDocuments;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushTracesTest {
  private static final String KEY = "trace:{san_francisco:17}";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String REQUEST = "00f067aa0ba902b7";
  private static final int MORE_THAN_ENOUGH = 100;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final WatchTimes TIMES =
      new WatchTimes(SECOND, SECOND, SECOND, SECOND, SECOND, SECOND);

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final FakeClock clock = new FakeClock();
  private final OrderFeed feed = new OrderFeed(Documented.ORDER, 4000, Runnable::run);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final WatchMetrics metrics = new WatchMetrics(registry);
  private RunningCollector collector;
  private Tracing tracing;
  private PushTraces traces;

  @BeforeEach
  void open() throws IOException {
    collector = RunningCollector.start();
    tracing = Tracing.open(new TracingSettings(collector.url(), 0), "live");
    traces = new PushTraces(documents, clock, tracing, metrics);
    feed.offer(document(1, 1, "created"), clock.nanos());
    feed.found();
  }

  @AfterEach
  void close() {
    tracing.close();
    collector.close();
  }

  @Test
  void recordsAStepOnceHoweverManyWatch() {
    watch(traces, FakeOutlet.quick());
    watch(traces, FakeOutlet.quick());
    recorded(2);

    step(2);
    look();

    ReceivedSpan push = collector.await("push order");
    assertThat(push.service()).isEqualTo("live");
    assertThat(push.traceId()).isEqualTo(TRACE);
    assertThat(push.parentId()).isEqualTo(REQUEST);
    assertThat(push.attributes())
        .containsEntry("freshet.order_version", "2")
        .containsEntry("freshet.watchers", "2");
    look();
    assertThat(collector.spans()).hasSize(1);
  }

  @Test
  void lastsFromTheArrivalToTheLastOfThoseWhoWereTold() {
    FakeOutlet slow = FakeOutlet.slow();
    watch(traces, FakeOutlet.quick());
    watch(traces, slow);
    slow.finishWrite();
    recorded(2);
    Instant arrived = clock.instant();

    step(2);
    clock.pass(Duration.ofMillis(300));
    slow.finishWrite();
    look();

    ReceivedSpan push = collector.await("push order");
    assertThat(push.start()).isEqualTo(arrived);
    assertThat(push.end()).isEqualTo(arrived.plusMillis(300));
  }

  @Test
  void recordsNoPingAndNoSnapshotOfWhoCame() {
    watch(traces, FakeOutlet.quick());
    recorded(1);

    feed.offer(document(1, 2, "created"), clock.nanos());
    look();

    assertThat(documents.calls()).isEmpty();
  }

  @Test
  void recordsTheFirstStepOfAnOrderThatWasWaitedFor() {
    OrderFeed awaited = new OrderFeed(Documented.ORDER, 4000, Runnable::run);
    awaited.missing(awaited.view(), clock.instant());
    FakeOutlet outlet = FakeOutlet.quick();
    watch(awaited, traces, outlet);
    recorded(1);

    awaited.offer(document(1, 1, "created"), clock.nanos());
    look();

    assertThat(outlet.types()).containsExactly(Push.Type.WAITING, Push.Type.SNAPSHOT);
    assertThat(collector.await("push order").attributes())
        .containsEntry("freshet.order_version", "1");
  }

  @Test
  void recordsNoStepOfWhichAnotherOnesTraceIsThere() {
    watch(traces, FakeOutlet.quick());
    recorded(3);

    step(2);
    look();

    assertThat(documents.calls()).containsExactly("read " + KEY);
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void recordsNothingOfWhatIsNoTrace() {
    watch(traces, FakeOutlet.quick());
    documents.put(KEY, "{\"order_version\":2,\"event_time_ms\":1,\"traceparent\":\"x\"}");

    step(2);
    look();

    assertThat(documents.calls()).containsExactly("read " + KEY);
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void asksForNothingWhileItIsOff() {
    PushTraces off = new PushTraces(documents, clock, Tracing.off(), metrics);
    watch(off, FakeOutlet.quick());

    step(2);
    clock.pass(PushTraces.SETTLED);
    off.look();

    assertThat(documents.calls()).isEmpty();
  }

  @Test
  void leavesOutWhatIsTooMuchAndWhatRedisDoesNotSay() {
    documents.hold();
    told(2 * PushTraces.MOST_WAITING);
    look();
    look();
    assertThat(documents.calls()).hasSize(1);
    assertThat(untraced()).isEqualTo(PushTraces.MOST_WAITING);

    documents.fail();
    for (int read = 0; read < MORE_THAN_ENOUGH; read++) {
      look();
    }

    assertThat(documents.calls()).hasSize(PushTraces.MOST_WAITING / PushTraces.MOST_AT_ONCE);
    assertThat(collector.spans()).isEmpty();
    assertThat(untraced()).isEqualTo(PushTraces.MOST_WAITING + PushTraces.MOST_AT_ONCE);
  }

  @Test
  void looksUpAllThatHasSettledHoweverManyTheyAre() {
    told(PushTraces.MOST_WAITING);

    look();

    assertThat(documents.calls()).hasSize(PushTraces.MOST_WAITING / PushTraces.MOST_AT_ONCE);
    assertThat(untraced()).isZero();
  }

  /** One step each of so many orders. */
  private void told(int orders) {
    for (int order = 0; order < orders; order++) {
      OrderFeed each = new OrderFeed(new OrderKey("oslo", order), 4000, Runnable::run);
      traces.told(each, state(2, 2, "confirmed"), clock.nanos());
    }
  }

  private double untraced() {
    return registry.get("freshet.live.steps.untraced").counter().count();
  }

  private void recorded(int orderVersion) {
    documents.put(
        KEY,
        "{\"order_version\":%d,\"event_time_ms\":5,\"traceparent\":\"00-%s-%s-01\"}"
            .formatted(orderVersion, TRACE, REQUEST));
  }

  private void step(int orderVersion) {
    feed.offer(document(orderVersion, 5, "confirmed"), clock.nanos());
  }

  private void look() {
    clock.pass(PushTraces.SETTLED);
    traces.look();
    tracing.flush();
  }

  private void watch(PushTraces told, FakeOutlet outlet) {
    watch(feed, told, outlet);
  }

  private void watch(OrderFeed watched, PushTraces told, FakeOutlet outlet) {
    Watcher watcher =
        new Watcher(
            watched,
            outlet,
            (Seats.Seat) new Seats(new WatchLimits(10, 10, 4000), clock).take(Documented.PASS),
            new Watcher.Surroundings(TIMES, clock, Optional::empty, metrics, told, gone -> {}));
    watched.add(watcher);
    watcher.wake();
  }
}
