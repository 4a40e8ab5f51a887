package io.freshet.serving.live.watch;

import static io.freshet.serving.live.watch.Documented.document;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.tracing.Tracing;
import io.freshet.serving.live.redis.InMemoryDocuments;
import io.freshet.serving.live.token.Pass;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatcherTest {
  private static final WatchTimes TIMES =
      new WatchTimes(
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  private final FakeClock clock = new FakeClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final OrderFeed feed = new OrderFeed(Documented.ORDER, 4000, Runnable::run);
  private final List<Watcher> gone = new ArrayList<>();
  private final Watcher.Surroundings around =
      new Watcher.Surroundings(
          TIMES,
          clock,
          Optional::empty,
          new WatchMetrics(registry),
          new PushTraces(
              new InMemoryDocuments(),
              clock,
              Tracing.off(),
              new WatchMetrics(new SimpleMeterRegistry())),
          gone::add);

  @BeforeEach
  void begin() {
    feed.offer(document(1, 1, "created"), 0);
    feed.found();
  }

  @Test
  void tellsEachStateToWhoTakesThemAtOnce() {
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);

    for (int millis = 2; millis <= 100; millis++) {
      feed.offer(document(1, millis, "created"), 0);
    }

    assertThat(outlet.pushes).hasSize(100);
    assertThat(conflated()).isZero();
  }

  @Test
  void tellsASlowOneTheDifferenceToTheNewestAndNothingBetween() {
    FakeOutlet outlet = FakeOutlet.slow();
    watch(outlet);

    for (int millis = 2; millis <= 1000; millis++) {
      feed.offer(document(1, millis, "created"), 0);
    }

    assertThat(outlet.types()).containsExactly(Push.Type.SNAPSHOT);
    outlet.finishWrite();
    assertThat(outlet.pushes).hasSize(2);
    assertThat(outlet.pushes.get(1).json())
        .startsWith("{\"type\":\"delta\",\"from\":[1,1],\"version\":[1,1000]");
    outlet.finishWrite();
    assertThat(outlet.pushes).hasSize(2);
    assertThat(conflated()).isEqualTo(998);
  }

  @Test
  void aSlowOneDelaysNobody() {
    FakeOutlet slow = FakeOutlet.slow();
    FakeOutlet quick = FakeOutlet.quick();
    watch(slow);
    watch(quick);

    feed.offer(document(2, 2, "confirmed"), 0);

    assertThat(slow.pushes).hasSize(1);
    assertThat(quick.types()).containsExactly(Push.Type.SNAPSHOT, Push.Type.DELTA);
  }

  @Test
  void whoTakesNothingIsSentAwayWithAReasonAndThenCut() {
    FakeOutlet outlet = FakeOutlet.slow();
    Watcher watcher = watch(outlet);

    clock.pass(Duration.ofSeconds(9));
    watcher.tick();
    assertThat(outlet.calls).containsExactly("SNAPSHOT");
    clock.pass(Duration.ofSeconds(1));
    watcher.tick();
    assertThat(outlet.calls).endsWith("give up SLOW");
    clock.pass(Duration.ofSeconds(5));
    watcher.tick();
    assertThat(outlet.calls).endsWith("cut");
    watcher.left();

    assertThat(gone).containsExactly(watcher);
    assertThat(registry.counter("freshet.live.ended", "why", "slow").count()).isEqualTo(1);
  }

  @Test
  void whatEndsAWriteAfterTheSlowOneWasGivenUpChangesNothing() {
    FakeOutlet outlet = FakeOutlet.slow();
    Watcher watcher = watch(outlet);
    clock.pass(TIMES.write());
    watcher.tick();

    feed.offer(document(2, 2, "confirmed"), 0);
    outlet.finishWrite();

    assertThat(outlet.calls).containsExactly("SNAPSHOT", "give up SLOW");
  }

  @Test
  void aQuietConnectionIsPingedAndCountsAsAliveWhenItAnswers() {
    FakeOutlet outlet = FakeOutlet.quick();
    Watcher watcher = watch(outlet);

    for (int i = 0; i < 10; i++) {
      clock.pass(TIMES.pingEvery());
      watcher.tick();
      watcher.heard();
    }

    assertThat(outlet.calls).filteredOn("ping"::equals).hasSize(10);
    assertThat(outlet.calls).noneMatch(call -> call.startsWith("end"));
  }

  @Test
  void aBusyConnectionIsPingedAsWell() {
    FakeOutlet outlet = FakeOutlet.quick();
    Watcher watcher = watch(outlet);

    for (int seconds = 1; seconds <= 20; seconds++) {
      clock.pass(Duration.ofSeconds(1));
      feed.offer(document(1, 1 + seconds, "created"), 0);
      watcher.tick();
    }

    assertThat(outlet.calls).filteredOn("ping"::equals).hasSize(1);
  }

  @Test
  void whoAnswersNoPingsIsSentAway() {
    FakeOutlet outlet = FakeOutlet.quick();
    Watcher watcher = watch(outlet);

    clock.pass(TIMES.idle());
    watcher.tick();

    assertThat(outlet.calls).endsWith("end SILENT");
  }

  @Test
  void aTokenThatExpiresEndsTheConnection() {
    FakeOutlet outlet = FakeOutlet.quick();
    Watcher watcher = watch(outlet, FakeClock.START.plusSeconds(5));

    clock.pass(Duration.ofSeconds(4));
    watcher.tick();
    assertThat(outlet.calls).noneMatch(call -> call.startsWith("end"));
    clock.pass(Duration.ofSeconds(1));
    watcher.tick();

    assertThat(outlet.calls).endsWith("end EXPIRED");
  }

  @Test
  void whatIsBeingWrittenEndsBeforeAWatcherIsSentAway() {
    FakeOutlet outlet = FakeOutlet.slow();
    Watcher watcher = watch(outlet);

    watcher.end(Ending.RESTART);
    assertThat(outlet.calls).containsExactly("SNAPSHOT");
    outlet.finishWrite();

    assertThat(outlet.calls).containsExactly("SNAPSHOT", "end RESTART");
  }

  @Test
  void anOrderThatIsGoneEndsTheConnection() {
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    feed.offer(document(9, 9, "delivered"), 0);

    feed.missing(feed.view(), clock.instant());

    assertThat(outlet.calls).containsExactly("SNAPSHOT", "DELTA", "GONE", "end OVER");
  }

  @Test
  void aBrokenConnectionIsCutAndLeavesOnce() {
    FakeOutlet outlet = FakeOutlet.quick();
    Watcher watcher = watch(outlet);
    outlet.breakDown();

    feed.offer(document(2, 2, "confirmed"), 0);
    feed.offer(document(3, 3, "preparing"), 0);
    watcher.left();
    watcher.left();

    assertThat(outlet.calls).containsExactly("SNAPSHOT", "DELTA", "cut");
    assertThat(gone).hasSize(1);
  }

  private Watcher watch(FakeOutlet outlet) {
    return watch(outlet, Instant.MAX);
  }

  private Watcher watch(FakeOutlet outlet, Instant expiresAt) {
    Seats.Answer seat =
        new Seats(new WatchLimits(10, 10, 4000), clock).take(new Pass(Documented.ORDER, expiresAt));
    Watcher watcher = new Watcher(feed, outlet, (Seats.Seat) seat, around);
    feed.keptForOneMore().add(watcher);
    watcher.wake();

    return watcher;
  }

  private double conflated() {
    return registry.counter("freshet.live.conflated").count();
  }
}
