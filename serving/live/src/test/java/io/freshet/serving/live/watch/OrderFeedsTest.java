package io.freshet.serving.live.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.tracing.Tracing;
import io.freshet.serving.live.redis.InMemoryDocuments;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderFeedsTest {
  private static final String NAME = Documented.ORDER.redisName();
  private static final String READY =
      "{\"order_version\":4,\"event_time_ms\":1,\"state\":\"ready\"}";
  private static final String PICKED_UP =
      "{\"order_version\":6,\"event_time_ms\":9,\"state\":\"picked_up\"}";

  private static final Duration STALE_AFTER = Duration.ofSeconds(30);

  private final InMemoryDocuments documents = new InMemoryDocuments();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final OrderFeeds feeds =
      OrderFeeds.open(
          documents,
          new WatchLimits(10, 10, 4000),
          new WatchTimes(
              Duration.ofSeconds(10),
              Duration.ofSeconds(20),
              Duration.ofSeconds(60),
              // Heals when the test says so.
              Duration.ofHours(1),
              STALE_AFTER,
              Duration.ofSeconds(1)),
          WatchClock.system(),
          new WatchMetrics(registry),
          Tracing.off());

  @AfterEach
  void close() {
    feeds.close();
  }

  @Test
  void aMessageBeforeTheReadIsNotOverwrittenByIt() {
    documents.put(NAME, READY);
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    eventually(() -> outlet.types().contains(Push.Type.SNAPSHOT));

    documents.publish(NAME, PICKED_UP);
    eventually(() -> outlet.types().contains(Push.Type.DELTA));
    feeds.heal();

    assertThat(outlet.types()).containsExactly(Push.Type.SNAPSHOT, Push.Type.DELTA);
  }

  @Test
  void whatNoMessageHasToldIsHealedAndSubscribedAnew() {
    documents.put(NAME, READY);
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    eventually(() -> outlet.types().contains(Push.Type.SNAPSHOT));
    documents.channels().clear();

    documents.put(NAME, PICKED_UP);
    feeds.heal();

    eventually(() -> outlet.types().contains(Push.Type.DELTA));
    eventually(() -> documents.channels().contains(NAME));
    assertThat(registry.counter("freshet.live.healed").count()).isEqualTo(1);
  }

  @Test
  void aChannelThatHasGoneElsewhereIsSubscribedAnewWhileSomebodyWatches() {
    documents.put(NAME, READY);
    Watcher watcher = watch(FakeOutlet.quick());
    eventually(() -> documents.channels().contains(NAME));

    documents.move(NAME);
    eventually(() -> documents.channels().contains(NAME));

    watcher.left();
    eventually(() -> documents.channels().isEmpty());
    int calls = documents.calls().size();
    documents.move(NAME);
    assertThat(documents.calls()).hasSize(calls);
  }

  @Test
  void whileRedisIsAwayNothingIsToldButThat() {
    documents.put(NAME, READY);
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    eventually(() -> outlet.types().contains(Push.Type.SNAPSHOT));

    documents.goAway();
    feeds.heal();
    feeds.heal();
    eventually(() -> outlet.types().contains(Push.Type.STALE));
    documents.put(NAME, PICKED_UP);
    documents.comeBack();
    feeds.heal();

    eventually(() -> outlet.types().contains(Push.Type.FRESH));
    assertThat(outlet.types())
        .containsExactly(Push.Type.SNAPSHOT, Push.Type.STALE, Push.Type.DELTA, Push.Type.FRESH);
  }

  @Test
  void aJobThatIsSilentIsToldUntilItIsHeardOfAgain() {
    documents.put(NAME, READY);
    documents.put(EtaCondition.HEARTBEAT, "{\"event_time_ms\":1,\"event_time\":\"1970\"}");
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    eventually(() -> outlet.types().contains(Push.Type.SNAPSHOT));

    feeds.heal();
    eventually(() -> outlet.types().contains(Push.Type.STALE));
    assertThat(registry.get("freshet.live.eta.up").gauge().value()).isZero();
    documents.put(EtaCondition.HEARTBEAT, "{\"event_time_ms\":2,\"event_time\":\"1970\"}");
    feeds.heal();
    eventually(() -> outlet.types().contains(Push.Type.FRESH));

    assertThat(outlet.types())
        .containsExactly(Push.Type.SNAPSHOT, Push.Type.STALE, Push.Type.FRESH);
    assertThat(registry.get("freshet.live.eta.up").gauge().value()).isEqualTo(1);
  }

  @Test
  void aJobThatIsBehindIsToldUntilItHasCaughtUp() {
    documents.put(NAME, READY);
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    eventually(() -> outlet.types().contains(Push.Type.SNAPSHOT));

    documents.put(EtaCondition.BEHIND, "{\"event_time_ms\":1,\"behind_ms\":85000}");
    feeds.heal();
    eventually(() -> outlet.types().contains(Push.Type.STALE));
    assertThat(registry.get("freshet.live.eta.up").gauge().value()).isZero();
    documents.remove(EtaCondition.BEHIND);
    feeds.heal();
    eventually(() -> outlet.types().contains(Push.Type.FRESH));

    assertThat(outlet.types())
        .containsExactly(Push.Type.SNAPSHOT, Push.Type.STALE, Push.Type.FRESH);
  }

  @Test
  void aJobOfBeforeHeartbeatsIsNotTakenForSilent() {
    documents.put(NAME, READY);
    FakeOutlet outlet = FakeOutlet.quick();
    watch(outlet);
    eventually(() -> outlet.types().contains(Push.Type.SNAPSHOT));

    feeds.heal();

    assertThat(outlet.types()).containsExactly(Push.Type.SNAPSHOT);
    assertThat(registry.get("freshet.live.eta.up").gauge().value()).isEqualTo(1);
  }

  @Test
  void anOrderThatNobodyWatchesIsNotListenedToForLong() {
    FakeOutlet outlet = FakeOutlet.quick();
    Watcher watcher = watch(outlet);
    eventually(() -> documents.channels().contains(NAME));

    watcher.left();

    eventually(() -> documents.channels().isEmpty());
    assertThat(feeds.seats().taken()).isZero();
  }

  private Watcher watch(FakeOutlet outlet) {
    return feeds.watch((Seats.Seat) feeds.seats().take(Documented.PASS), outlet);
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(20)).until(condition);
  }
}
