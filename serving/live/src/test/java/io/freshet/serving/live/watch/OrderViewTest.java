package io.freshet.serving.live.watch;

import static io.freshet.serving.live.watch.Documented.state;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderViewTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void whatIsOlderOrEquallyOldChangesNothing() {
    OrderView view = OrderView.NOTHING.with(state(3, 50, "ready"));

    assertThat(view.with(state(3, 50, "ready"))).isSameAs(view);
    assertThat(view.with(state(3, 49, "ready"))).isSameAs(view);
    assertThat(view.with(state(2, 99, "preparing"))).isSameAs(view);
  }

  @Test
  void countsTheStatesThatItHasSeen() {
    OrderView view = OrderView.NOTHING.with(state(1, 1, "created")).with(state(4, 1, "ready"));

    assertThat(view.number()).isEqualTo(2);
  }

  @Test
  void anOrderOfWhichNothingWasEverThereIsUnknown() {
    assertThat(OrderView.NOTHING.isUnknown()).isFalse();
    assertThat(OrderView.NOTHING.missing(OrderView.NOTHING, NOON).isUnknown()).isTrue();
  }

  @Test
  void anOrderThatIsOverAndNoMoreThereIsGone() {
    OrderView delivered = OrderView.NOTHING.with(state(8, 1, "delivered"));

    OrderView view = delivered.missing(delivered, NOON);

    assertThat(view.isGone()).isTrue();
    assertThat(view.missingSince()).isEmpty();
  }

  @Test
  void anActiveOrderThatIsNoMoreThereIsMissingUntilItIsFound() {
    OrderView active = OrderView.NOTHING.with(state(5, 1, "ready"));

    OrderView missing = active.missing(active, NOON);

    assertThat(missing.isGone()).isFalse();
    assertThat(missing.missingSince()).contains(NOON);
    assertThat(missing.missing(missing, NOON.plusSeconds(5)).missingSince()).contains(NOON);
    assertThat(missing.found().missingSince()).isEmpty();
  }

  @Test
  void whatCameWhileRedisWasAskedStands() {
    OrderView asked = OrderView.NOTHING.with(state(5, 1, "ready"));
    OrderView since = asked.with(state(6, 2, "dasher_assigned"));

    assertThat(since.missing(asked, NOON)).isSameAs(since);
  }
}
