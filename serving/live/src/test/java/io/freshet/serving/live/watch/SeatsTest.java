package io.freshet.serving.live.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.token.Pass;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeatsTest {
  private final FakeClock clock = new FakeClock();
  private final Seats seats = new Seats(new WatchLimits(3, 2, 4000), clock);

  @Test
  void anOrderHasSoManyAndAllTogetherHaveSoMany() {
    take(1);
    take(1);

    assertThat(take(1)).isEqualTo(Seats.Refusal.ORDER_FULL);
    assertThat(take(2)).isInstanceOf(Seats.Seat.class);
    assertThat(take(3)).isEqualTo(Seats.Refusal.FULL);
    assertThat(seats.taken()).isEqualTo(3);
  }

  @Test
  void aSeatThatIsGivenBackTwiceIsFreeOnce() {
    Seats.Seat seat = (Seats.Seat) take(1);
    take(2);

    seat.giveBack();
    seat.giveBack();

    assertThat(seats.taken()).isEqualTo(1);
  }

  @Test
  void aSeatOfAConnectionThatNeverOpenedIsTakenBack() {
    take(1);
    Seats.Seat opened = (Seats.Seat) take(2);
    opened.open();

    clock.pass(Duration.ofSeconds(30));
    seats.tick();

    assertThat(seats.taken()).isEqualTo(1);
  }

  @Test
  void whoDrainsLetsNobodyIn() {
    seats.close();

    assertThat(take(1)).isEqualTo(Seats.Refusal.DRAINING);
  }

  @Test
  void whoDrainsIsToldWhenTheLastHasGone() throws InterruptedException {
    Seats.Seat seat = (Seats.Seat) take(1);
    seats.close();

    assertThat(seats.awaitEmptied(Duration.ZERO)).isFalse();
    seat.giveBack();
    assertThat(seats.awaitEmptied(Duration.ZERO)).isTrue();
  }

  private Seats.Answer take(long orderId) {
    return seats.take(new Pass(new OrderKey("oslo", orderId), Instant.MAX));
  }
}
