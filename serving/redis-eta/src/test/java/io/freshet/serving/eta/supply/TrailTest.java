package io.freshet.serving.eta.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import org.junit.jupiter.api.Test;

class TrailTest {
  private static final long MINUTE = Minutes.MILLIS;
  private static final Position HERE = new Position(37.78, -122.42);

  @Test
  void knowsTheNewestSightOfEachMinuteHoweverTheyCame() {
    DasherTrail trail = new DasherTrail();
    trail.add(sight(3 * MINUTE + 5, null));
    trail.add(sight(MINUTE + 1, null));
    trail.add(sight(MINUTE + 3, null));
    trail.add(sight(MINUTE + 2, null));

    assertThat(trail.at(2 * MINUTE)).contains(sight(MINUTE + 3, null));
    assertThat(trail.at(3 * MINUTE)).contains(sight(MINUTE + 3, null));
    assertThat(trail.at(4 * MINUTE)).contains(sight(3 * MINUTE + 5, null));
    assertThat(trail.size()).isEqualTo(2);
  }

  @Test
  void aPingAtAFullMinuteBelongsToTheNextOne() {
    DasherTrail trail = new DasherTrail();
    trail.add(sight(MINUTE, null));

    assertThat(trail.at(MINUTE)).isEmpty();
    assertThat(trail.at(6 * MINUTE)).isPresent();
    assertThat(trail.at(7 * MINUTE)).isEmpty();
  }

  @Test
  void ofTwoSightsOfOneMomentTheSameOneCountsWhicheverCameFirst() {
    DasherTrail one = new DasherTrail();
    one.add(sight(5, 1L));
    one.add(sight(5, null));
    DasherTrail other = new DasherTrail();
    other.add(sight(5, null));
    other.add(sight(5, 1L));

    assertThat(one.at(MINUTE)).contains(sight(5, 1L)).isEqualTo(other.at(MINUTE));
  }

  @Test
  void aPhoneWhoseClockIsWrongFillsNoMemory() {
    DasherTrail trail = new DasherTrail();
    for (int minute = 1_000; minute < 2_000; minute++) {
      trail.add(sight(minute * MINUTE, null));
    }
    trail.add(sight(5, null));

    assertThat(trail.size()).isEqualTo(60);
    assertThat(trail.at(MINUTE)).contains(sight(5, null));
  }

  @Test
  void anOrderStandsAsItsHighestVersionSoFarSays() {
    OrderTrail trail = new OrderTrail();
    trail.add(new Step(3, OrderState.PICKED_UP, 30, null, null));
    trail.add(new Step(1, OrderState.CREATED, 10, null, HERE));
    trail.add(new Step(2, OrderState.DASHER_ASSIGNED, 20, 7L, null));

    assertThat(trail.at(10)).isEmpty();
    assertThat(trail.at(20)).contains(new OpenOrder(OrderState.CREATED, null, HERE, 10));
    assertThat(trail.at(40)).contains(new OpenOrder(OrderState.PICKED_UP, 7L, HERE, 10));
  }

  @Test
  void anOrderIsNobodysOnceItsDasherHasGivenItBack() {
    OrderTrail trail = new OrderTrail();
    trail.add(new Step(1, OrderState.CREATED, 10, null, HERE));
    trail.add(new Step(3, OrderState.READY, 30, null, null));
    trail.add(new Step(2, OrderState.DASHER_ASSIGNED, 20, 7L, null));

    assertThat(trail.at(30)).contains(new OpenOrder(OrderState.DASHER_ASSIGNED, 7L, HERE, 10));
    assertThat(trail.at(40)).contains(new OpenOrder(OrderState.READY, null, HERE, 10));
  }

  @Test
  void ofAnOrderThatIsOverOnlyItsEndIsKept() {
    OrderTrail trail = new OrderTrail();
    trail.add(new Step(1, OrderState.CREATED, 10, null, HERE));
    trail.add(new Step(2, OrderState.CANCELLED, 20, null, null));

    assertThat(trail.forgetBefore(MINUTE)).isFalse();
    assertThat(trail.forgetBefore(2 * MINUTE)).isTrue();

    assertThat(trail.steps()).extracting(Step::version).containsExactly(2);
    assertThat(trail.forgetBefore(MINUTE + OrderTrail.REMEMBER_MILLIS)).isTrue();
    assertThat(trail.isEmpty()).isTrue();
  }

  private static Sight sight(long millis, Long orderId) {
    return new Sight(new Fix(millis, HERE), orderId);
  }
}
