package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.order.TripRule.Progress;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TripRuleTest {
  private static final String MARKET = "san_francisco";
  private static final long ORDER = 4711;
  private static final Position RESTAURANT = new Position(37.7800, -122.4200);
  private static final Position CUSTOMER = new Position(37.7900, -122.4000);
  private static final Position HALF_WAY = new Position(37.7850, -122.4100);
  private static final Traffic QUIET = cell -> Optional.empty();
  private static final Long NOBODY = null;

  private final TripRule rule =
      new TripRule(new Cells(), Duration.ofSeconds(20), Duration.ofMinutes(3));
  private final Trip trip = new Trip();

  @Test
  void looksAheadOverPreparationAndRoadWhileNobodyHasTheOrder() {
    Moment moment = step(1, OrderState.CREATED, 0, NOBODY).moment().orElseThrow();

    assertThat(moment.stage()).isEqualTo(Stage.PREPARATION);
    assertThat(moment.legs())
        .extracting(Leg::stage)
        .containsExactly(Stage.PREPARATION, Stage.TO_CUSTOMER);
    assertThat(moment.meters()).isCloseTo(RESTAURANT.metersTo(CUSTOMER), within(0.1));
    assertThat(moment.recorded()).isTrue();
  }

  @Test
  void setsOutFromTheRestaurantAtThePickUp() {
    step(1, OrderState.CREATED, 0, NOBODY);

    Moment moment = step(2, OrderState.PICKED_UP, 600, 7L).moment().orElseThrow();

    assertThat(moment.stage()).isEqualTo(Stage.TO_CUSTOMER);
    assertThat(moment.position()).isEqualTo(RESTAURANT);
    assertThat(moment.legs()).hasSize(1);
    assertThat(moment.legs().get(0).settingOut()).isTrue();
    assertThat(moment.basis()).isEqualTo(Traffic.Basis.USUAL);
  }

  @Test
  void followsTheDasherToTheRestaurantAndToTheCustomer() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    Moment before = sight(30, 7, HALF_WAY).orElseThrow();
    step(2, OrderState.PICKED_UP, 60, 7L);
    Moment after = sight(90, 7, HALF_WAY).orElseThrow();

    assertThat(before.legs())
        .extracting(Leg::stage)
        .containsExactly(Stage.TO_RESTAURANT, Stage.WAIT, Stage.TO_CUSTOMER);
    assertThat(after.legs()).extracting(Leg::stage).containsExactly(Stage.TO_CUSTOMER);
    assertThat(after.legs().get(0).settingOut()).isFalse();
    assertThat(after.meters()).isCloseTo(HALF_WAY.metersTo(CUSTOMER), within(0.1));
  }

  @Test
  void leavesOutStaleVersionsAndWhatComesAfterTheEnd() {
    step(3, OrderState.PICKED_UP, 60, 7L);

    assertThat(step(3, OrderState.PICKED_UP, 60, 7L)).isEqualTo(Progress.NONE);
    assertThat(step(2, OrderState.READY, 50, NOBODY)).isEqualTo(Progress.NONE);
    step(4, OrderState.DELIVERED, 600, 7L);
    assertThat(step(5, OrderState.PICKED_UP, 700, 7L)).isEqualTo(Progress.NONE);
    assertThat(sight(650, 7, HALF_WAY)).isEmpty();
  }

  @Test
  void leavesOutPositionsOfOthersAndOfBefore() {
    step(1, OrderState.PICKED_UP, 60, 7L);
    sight(120, 7, HALF_WAY);

    assertThat(sight(130, 8, HALF_WAY)).isEmpty();
    assertThat(sight(120, 7, HALF_WAY)).isEmpty();
    assertThat(sight(59, 7, HALF_WAY)).isEmpty();
  }

  @Test
  void recordsAtMostOnePredictionInTwentySecondsAndEachChangeOfStage() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);

    assertThat(sight(5, 7, HALF_WAY).orElseThrow().recorded()).isFalse();
    assertThat(sight(20, 7, HALF_WAY).orElseThrow().recorded()).isTrue();
    assertThat(step(2, OrderState.PICKED_UP, 25, 7L).moment().orElseThrow().recorded()).isTrue();
    assertThat(sight(30, 7, HALF_WAY).orElseThrow().recorded()).isFalse();
  }

  @Test
  void teachesHowLongTheRoadTookOnlyOnceTheOrderIsDelivered() {
    step(1, OrderState.PICKED_UP, 0, 7L);
    sight(10, 7, RESTAURANT);
    sight(100, 7, HALF_WAY);

    Lesson lesson = step(2, OrderState.DELIVERED, 400, 7L).lesson().orElseThrow();

    assertThat(lesson.outcomes())
        .extracting(outcome -> outcome.seconds())
        .containsExactly(400.0, 300.0);
    assertThat(lesson.outcomes().get(0).leg().settingOut()).isTrue();
  }

  @Test
  void teachesHowLongPreparationTookAtThePickUp() {
    step(1, OrderState.CREATED, 0, NOBODY);
    step(2, OrderState.READY, 500, NOBODY);

    Lesson lesson = step(3, OrderState.PICKED_UP, 900, 7L).lesson().orElseThrow();

    assertThat(lesson.outcomes())
        .extracting(outcome -> outcome.seconds())
        .containsExactly(900.0, 400.0);
    assertThat(lesson.outcomes())
        .extracting(outcome -> outcome.leg().step())
        .containsExactly(OrderState.CREATED.ordinal(), OrderState.READY.ordinal());
  }

  @Test
  void teachesNothingFromStepsThatAReplayInvented() {
    rule.step(trip, event(1, OrderState.READY, 0, NOBODY, true), QUIET);
    Progress pickup = rule.step(trip, event(2, OrderState.PICKED_UP, 60, 7L, false), QUIET);
    Progress drop = rule.step(trip, event(3, OrderState.DELIVERED, 400, 7L, true), QUIET);

    assertThat(pickup.lesson()).isEmpty();
    assertThat(drop.lesson()).isEmpty();
  }

  @Test
  void teachesNothingFromACancelledOrder() {
    step(1, OrderState.PICKED_UP, 0, 7L);

    Progress progress = step(2, OrderState.CANCELLED, 400, 7L);

    assertThat(progress.lesson()).isEmpty();
    assertThat(progress.moment().orElseThrow().legs()).isEmpty();
    assertThat(progress.moment().orElseThrow().recorded()).isFalse();
  }

  @Test
  void forgetsWhereAnotherDasherWasWhenTheOrderIsGivenAway() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, HALF_WAY);
    step(2, OrderState.DASHER_ASSIGNED, 100, 8L);

    Lesson lesson = step(3, OrderState.PICKED_UP, 400, 8L).lesson().orElseThrow();

    assertThat(lesson.outcomes()).extracting(outcome -> outcome.seconds()).containsExactly(300.0);
  }

  @Test
  void followsNobodyOnceTheDasherGaveTheOrderBack() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, RESTAURANT);
    Moment back = step(2, OrderState.PREPARING, 100, NOBODY).moment().orElseThrow();

    assertThat(back.stage()).isEqualTo(Stage.PREPARATION);
    assertThat(back.dasherId()).isNull();
    assertThat(back.position()).isNull();
    assertThat(sight(120, 7, RESTAURANT)).isEmpty();
    assertThat(step(3, OrderState.DASHER_ASSIGNED, 200, 7L).moment().orElseThrow().stage())
        .isEqualTo(Stage.TO_RESTAURANT);
  }

  @Test
  void keepsTheDasherOfAnOrderThatWasPickedUp() {
    step(1, OrderState.PICKED_UP, 0, 7L);

    assertThat(step(2, OrderState.DELIVERED, 400, NOBODY).moment().orElseThrow().dasherId())
        .isEqualTo(7);
  }

  @Test
  void waitsFromTheDashersArrivalAtTheRestaurantUntilThePickUp() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, HALF_WAY);
    Moment there = sight(120, 7, fromRestaurant(60)).orElseThrow();

    assertThat(there.stage()).isEqualTo(Stage.WAIT);
    assertThat(there.recorded()).isTrue();
    assertThat(there.legs()).extracting(Leg::stage).containsExactly(Stage.WAIT, Stage.TO_CUSTOMER);
    assertThat(step(2, OrderState.READY, 180, 7L).moment().orElseThrow().stage())
        .isEqualTo(Stage.WAIT);
    assertThat(step(3, OrderState.PICKED_UP, 240, 7L).moment().orElseThrow().stage())
        .isEqualTo(Stage.TO_CUSTOMER);
  }

  @Test
  void goesOnWaitingWhileTheDasherWalksAroundTheBlock() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, fromRestaurant(90));

    assertThat(sight(120, 7, fromRestaurant(200)).orElseThrow().stage()).isEqualTo(Stage.WAIT);
    assertThat(sight(180, 7, fromRestaurant(300)).orElseThrow().stage())
        .isEqualTo(Stage.TO_RESTAURANT);
    assertThat(sight(240, 7, fromRestaurant(200)).orElseThrow().stage())
        .isEqualTo(Stage.TO_RESTAURANT);
    assertThat(sight(300, 7, fromRestaurant(90)).orElseThrow().stage()).isEqualTo(Stage.WAIT);
  }

  @Test
  void anotherDasherHasNotArrivedBecauseTheFirstHad() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, RESTAURANT);

    Moment moment = step(2, OrderState.DASHER_ASSIGNED, 100, 8L).moment().orElseThrow();

    assertThat(moment.stage()).isEqualTo(Stage.TO_RESTAURANT);
    assertThat(moment.position()).isNull();
  }

  @Test
  void teachesTheWayToTheRestaurantAndTheWaitThereEachByItself() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, HALF_WAY);
    sight(200, 7, RESTAURANT);
    sight(260, 7, RESTAURANT);

    Lesson lesson = step(2, OrderState.PICKED_UP, 300, 7L).lesson().orElseThrow();

    assertThat(lesson.outcomes())
        .extracting(outcome -> outcome.leg().stage() + " " + outcome.seconds())
        .containsExactly(
            "TO_RESTAURANT 300.0", // nobody knew where the dasher was: until the pick-up
            "TO_RESTAURANT 140.0",
            "WAIT 100.0", // as it was expected from the road
            "WAIT 100.0",
            "WAIT 40.0");
  }

  @Test
  void tellsAWaitForFoodThatIsReadyFromOneForFoodThatIsNot() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    int cooking = sight(60, 7, RESTAURANT).orElseThrow().legs().get(0).step();
    int ready = step(2, OrderState.READY, 90, 7L).moment().orElseThrow().legs().get(0).step();
    int readyForLong = sight(190, 7, RESTAURANT).orElseThrow().legs().get(0).step();

    assertThat(cooking).isNotEqualTo(ready);
    assertThat(readyForLong).isNotEqualTo(ready).isNotEqualTo(cooking);
  }

  @Test
  void remembersThatTheFoodWasReadyBeforeTheDasherWasFound() {
    step(1, OrderState.READY, 10, NOBODY);
    step(2, OrderState.DASHER_ASSIGNED, 60, 7L);

    int ready = sight(90, 7, HALF_WAY).orElseThrow().legs().get(1).step();

    Trip other = new Trip();
    rule.step(other, event(1, OrderState.DASHER_ASSIGNED, 60, 7L, false), QUIET);
    Sighting sighting = new Sighting(MARKET, ORDER, 7, new Fix(90_000, HALF_WAY));
    int cooking = rule.sight(other, sighting, QUIET).orElseThrow().legs().get(1).step();
    assertThat(ready).isNotEqualTo(cooking);
  }

  @Test
  void knowsAtAStepWhereTheDasherWasLast() {
    step(1, OrderState.DASHER_ASSIGNED, 0, 7L);
    sight(60, 7, HALF_WAY);

    Moment moment = step(2, OrderState.READY, 90, 7L).moment().orElseThrow();

    assertThat(moment.position()).isEqualTo(HALF_WAY);
    assertThat(moment.knownAt()).isEqualTo(60_000);
  }

  @Test
  void showsNoDasherAnyMoreOnceTheOrderIsDelivered() {
    step(1, OrderState.PICKED_UP, 0, 7L);
    sight(60, 7, HALF_WAY);

    Moment moment = step(2, OrderState.DELIVERED, 90, 7L).moment().orElseThrow();

    assertThat(moment.position()).isNull();
  }

  @Test
  void aSilentOrderIsWhereItWasSeenLast() {
    step(1, OrderState.PICKED_UP, 0, 7L);
    Moment unseen = pass(180).orElseThrow();
    sight(200, 7, HALF_WAY);
    Moment unheard = pass(380).orElseThrow();

    assertThat(unseen.position()).isEqualTo(RESTAURANT);
    assertThat(unseen.knownAt()).isZero();
    assertThat(unheard.position()).isEqualTo(HALF_WAY);
    assertThat(unheard.knownAt()).isEqualTo(200_000);
    assertThat(unheard.cause()).isEqualTo(Reason.NO_SIGNAL);
  }

  @Test
  void saysNothingOfAnOrderThatWasHeardOfLately() {
    step(1, OrderState.PICKED_UP, 0, 7L);
    sight(100, 7, HALF_WAY);

    assertThat(pass(279)).isEmpty();
    assertThat(pass(280)).isPresent();
    assertThat(pass(281)).isEmpty();
  }

  @Test
  void predictsWithoutAnyPlaces() {
    OrderEvent bare =
        new OrderEvent(MARKET, ORDER, 1, OrderState.PICKED_UP, 0, 7L, null, null, false);

    Moment moment = rule.step(trip, bare, QUIET).moment().orElseThrow();

    assertThat(moment.legs()).hasSize(1);
    assertThat(moment.legs().get(0).hasDistance()).isFalse();
    assertThat(moment.meters()).isNegative();
    assertThat(moment.basis()).isNull();
  }

  @Test
  void keepsABoundedNumberOfSamples() {
    step(1, OrderState.PICKED_UP, 0, 7L);
    for (int minute = 1; minute < 1_000; minute++) {
      sight(60L * minute, 7, HALF_WAY);
    }

    assertThat(trip.samples.count()).isEqualTo(120);
  }

  private Progress step(int version, OrderState state, long seconds, Long dasher) {
    return rule.step(trip, event(version, state, seconds, dasher, false), QUIET);
  }

  private Optional<Moment> sight(long seconds, long dasher, Position position) {
    return rule.sight(
        trip, new Sighting(MARKET, ORDER, dasher, new Fix(seconds * 1000, position)), QUIET);
  }

  private Optional<Moment> pass(long seconds) {
    return rule.pass(trip, new OrderKey(MARKET, ORDER), seconds * 1000, QUIET);
  }

  private static Position fromRestaurant(double metersNorth) {
    return new Position(RESTAURANT.latitude() + metersNorth / 111_195, RESTAURANT.longitude());
  }

  private static OrderEvent event(
      int version, OrderState state, long seconds, Long dasher, boolean synthetic) {
    return new OrderEvent(
        MARKET, ORDER, version, state, seconds * 1000, dasher, RESTAURANT, CUSTOMER, synthetic);
  }
}
