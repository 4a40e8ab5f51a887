package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What holds an order up, as the moments say that follow from steps and sightings. */
class CauseRuleTest {
  private static final Position RESTAURANT = new Position(37.7800, -122.4200);
  private static final Position CUSTOMER = north(RESTAURANT, 3_000);
  private static final Long NOBODY = null;
  private static final double SECONDS_TRAVELLED = 1e6;

  private final TripRule rule =
      new TripRule(new Cells(), Duration.ofSeconds(20), Duration.ofMinutes(3));
  private final Trip trip = new Trip();
  private double marketSpeed;
  private int version;

  @Test
  void nothingHoldsADasherUpWhoGetsAhead() {
    step(OrderState.PICKED_UP, 1, 7L);

    assertThat(sight(60, 500)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(120, 1_000)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(180, 2_900)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void aDasherWhoStandsForThreeMinutesHasStopped() {
    step(OrderState.PICKED_UP, 1, 7L);
    sight(60, 500);

    assertThat(sight(120, 540)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(239, 480)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(240, 520)).isEqualTo(Reason.DASHER_STOPPED);
    assertThat(sight(300, 700)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void whoStandsAtTheCustomersDoorHasNotStopped() {
    step(OrderState.PICKED_UP, 1, 7L);
    sight(60, 2_900);

    assertThat(sight(200, 2_900)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(300, 2_900)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void whoGetsFartherFromTheGoalThanAFewBlocksMakesADetour() {
    step(OrderState.PICKED_UP, 1, 7L);
    sight(60, 1_000);

    assertThat(sight(120, 700)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(180, 550)).isEqualTo(Reason.DETOUR);
    assertThat(sight(240, 900)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void theWayToTheRestaurantIsNoDetourOfTheWayToTheCustomer() {
    step(OrderState.DASHER_ASSIGNED, 1, 7L);
    sight(60, -2_900);
    sight(120, -500);
    step(OrderState.PICKED_UP, 180, 7L);

    assertThat(sight(240, 500)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void aMarketThatGetsAFifthSlowerIsTraffic() {
    marketSpeed = 8;
    step(OrderState.PICKED_UP, 1, 7L);
    sight(60, 500);

    marketSpeed = 6.5;
    assertThat(sight(120, 700)).isEqualTo(Reason.ON_TIME);
    marketSpeed = 6.3;
    assertThat(sight(180, 900)).isEqualTo(Reason.TRAFFIC);
  }

  @Test
  void aMarketThatIsKnownOnlyNowHasNotBecomeSlower() {
    step(OrderState.PICKED_UP, 1, 7L);
    sight(60, 500);

    marketSpeed = 2;
    assertThat(sight(120, 700)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void aDasherWhoIsKeptWaitingAccusesTheKitchen() {
    step(OrderState.DASHER_ASSIGNED, 1, 7L);
    sight(60, 0);

    assertThat(sight(239, 10)).isEqualTo(Reason.ON_TIME);
    assertThat(sight(240, 0)).isEqualTo(Reason.KITCHEN_SLOW);
  }

  @Test
  void anotherDasherExplainsWhatFollowsForThreeMinutes() {
    step(OrderState.DASHER_ASSIGNED, 1, 7L);

    assertThat(step(OrderState.DASHER_ASSIGNED, 100, 8L)).isEqualTo(Reason.REASSIGNED);
    assertThat(sight(8, 160, -2_000)).isEqualTo(Reason.REASSIGNED);
    assertThat(sight(8, 280, -1_000)).isEqualTo(Reason.ON_TIME);
  }

  @Test
  void anOrderThatItsDasherGaveBackHasNone() {
    step(OrderState.DASHER_ASSIGNED, 1, 7L);

    assertThat(step(OrderState.PREPARING, 100, NOBODY)).isEqualTo(Reason.NO_DASHER);
    assertThat(step(OrderState.DASHER_ASSIGNED, 160, 8L)).isEqualTo(Reason.REASSIGNED);
  }

  @Test
  void foodThatIsReadyAndFindsNoDasherHasNone() {
    step(OrderState.READY, 60, NOBODY);

    assertThat(pass(240)).isEqualTo(Reason.ON_TIME);
    assertThat(pass(420)).isEqualTo(Reason.NO_DASHER);
  }

  @Test
  void aDishThatTakesTwentyMinutesIsSlow() {
    step(OrderState.PREPARING, 60, NOBODY);

    assertThat(pass(1_259)).isEqualTo(Reason.ON_TIME);
    assertThat(pass(1_439)).isEqualTo(Reason.KITCHEN_SLOW);
  }

  @Test
  void aStepDoesNotHideThatTheDasherIsSilent() {
    step(OrderState.DASHER_ASSIGNED, 1, 7L);
    sight(60, -2_000);

    assertThat(step(OrderState.READY, 239, 7L)).isEqualTo(Reason.ON_TIME);
    assertThat(step(OrderState.READY, 240, 7L)).isEqualTo(Reason.NO_SIGNAL);
  }

  private Reason step(OrderState state, long seconds, Long dasher) {
    version++;
    OrderEvent event =
        new OrderEvent("m", 1, version, state, seconds * 1000, dasher, RESTAURANT, CUSTOMER, false);

    return rule.step(trip, event, traffic()).moment().orElseThrow().cause();
  }

  private Reason sight(long seconds, double metersNorth) {
    return sight(7, seconds, metersNorth);
  }

  private Reason sight(long dasher, long seconds, double metersNorth) {
    Fix fix = new Fix(seconds * 1000, north(RESTAURANT, metersNorth));

    return rule.sight(trip, new Sighting("m", 1, dasher, fix), traffic()).orElseThrow().cause();
  }

  private Reason pass(long seconds) {
    return rule.pass(trip, new OrderKey("m", 1), seconds * 1000, traffic()).orElseThrow().cause();
  }

  private Traffic traffic() {
    return cell ->
        marketSpeed > 0 && cell == Cells.WHOLE_MARKET
            ? Optional.of(
                new CellSpeed(
                    "m",
                    cell,
                    (float) (marketSpeed * SECONDS_TRAVELLED),
                    (float) SECONDS_TRAVELLED,
                    Long.MAX_VALUE))
            : Optional.empty();
  }

  private static Position north(Position from, double meters) {
    return new Position(from.latitude() + meters / 111_195, from.longitude());
  }
}
