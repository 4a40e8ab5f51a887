package io.freshet.serving.live.watch;

import static io.freshet.serving.live.watch.Documented.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.order.OrderMessages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PushTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final OrderView READY = OrderView.NOTHING.with(state(4, 10, "ready")).found();
  private static final OrderView UNKNOWN = OrderView.NOTHING.missing(OrderView.NOTHING, NOON);

  private Push.Told told = Push.Told.NOTHING;

  @Test
  void saysNothingBeforeRedisWasAsked() {
    assertThat(all(OrderView.NOTHING, Optional.empty())).isEmpty();
  }

  @Test
  void aSnapshotComesOnce() {
    assertThat(all(READY, Optional.empty())).containsExactly(Push.Type.SNAPSHOT);
    assertThat(all(READY, Optional.empty())).isEmpty();
  }

  @Test
  void aDeltaLeadsOverAllThatWasMissed() {
    all(READY, Optional.empty());
    OrderView later = READY.with(state(4, 20, "ready")).with(state(6, 30, "picked_up"));

    Optional<Push> push = next(later, Optional.empty());

    assertThat(push.orElseThrow().json())
        .startsWith("{\"type\":\"delta\",\"from\":[4,10],\"version\":[6,30]");
  }

  @Test
  void waitingIsToldOnceAndThenASnapshot() {
    assertThat(all(UNKNOWN, Optional.empty())).containsExactly(Push.Type.WAITING);
    assertThat(all(UNKNOWN, Optional.empty())).isEmpty();
    assertThat(all(UNKNOWN.with(state(1, 1, "created")), Optional.empty()))
        .containsExactly(Push.Type.SNAPSHOT);
  }

  @Test
  void staleIsToldOnceAndFreshAfterWhatIsNew() {
    all(READY, Optional.empty());

    assertThat(all(READY, Optional.of(NOON))).containsExactly(Push.Type.STALE);
    assertThat(all(READY, Optional.of(NOON))).isEmpty();
    assertThat(all(READY.with(state(6, 30, "picked_up")), Optional.empty()))
        .containsExactly(Push.Type.DELTA, Push.Type.FRESH);
  }

  @Test
  void whoComesWhileRedisIsAwayIsToldWhatIsKnownAndThatItIsStale() {
    assertThat(all(READY, Optional.of(NOON))).containsExactly(Push.Type.SNAPSHOT, Push.Type.STALE);
  }

  @Test
  void anUnknownOrderWaitsOnlyOnceRedisIsBack() {
    assertThat(all(OrderView.NOTHING, Optional.of(NOON))).containsExactly(Push.Type.STALE);
    assertThat(all(UNKNOWN, Optional.empty())).containsExactly(Push.Type.FRESH, Push.Type.WAITING);
  }

  @Test
  void theLastStateIsToldBeforeTheOrderIsGone() {
    OrderView delivered = READY.with(state(8, 90, "delivered"));

    assertThat(next(delivered.missing(delivered, NOON), Optional.empty()).orElseThrow().type())
        .isEqualTo(Push.Type.SNAPSHOT);
    assertThat(next(delivered.missing(delivered, NOON), Optional.empty()).orElseThrow().type())
        .isEqualTo(Push.Type.GONE);
  }

  private List<Push.Type> all(OrderView view, Optional<Instant> staleSince) {
    List<Push.Type> types = new ArrayList<>();
    for (Optional<Push> push = next(view, staleSince);
        push.isPresent();
        push = next(view, staleSince)) {
      types.add(push.get().type());
    }

    return types;
  }

  private Optional<Push> next(OrderView view, Optional<Instant> staleSince) {
    Optional<Push> push =
        Push.next(
            view, staleSince, told, (from, to) -> OrderMessages.delta(from.state(), to.state()));
    push.ifPresent(some -> told = some.after());

    return push;
  }
}
