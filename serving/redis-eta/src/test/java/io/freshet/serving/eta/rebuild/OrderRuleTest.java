package io.freshet.serving.eta.rebuild;

import static io.freshet.serving.eta.events.OrderState.CANCELLED;
import static io.freshet.serving.eta.events.OrderState.CREATED;
import static io.freshet.serving.eta.events.OrderState.DASHER_ASSIGNED;
import static io.freshet.serving.eta.events.OrderState.PICKED_UP;
import static io.freshet.serving.eta.events.OrderState.PREPARING;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.Trip;
import io.freshet.serving.eta.order.TripRule;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderRuleTest {
  private static final RedisEntries ENTRIES =
      new RedisEntries(Duration.ofHours(6), Duration.ofMinutes(30));
  private static final Traffic ANY_TRAFFIC = cell -> Optional.empty();
  private static final Optional<Fix> NOWHERE = Optional.empty();

  private static final OrderEvent CREATION = Events.step(1, CREATED, 0);
  private static final OrderEvent ASSIGNMENT = Events.step(2, DASHER_ASSIGNED, 60, Events.DASHER);
  private static final OrderEvent PICK_UP = Events.step(3, PICKED_UP, 300);

  private final OrderRule rule = new OrderRule();

  @Test
  void showsAnOrderThatIsOverAsTheJobDoes() {
    List<OrderEvent> steps = List.of(CREATION, ASSIGNMENT, PICK_UP, Events.step(4, CANCELLED, 400));

    EtaUpdate rebuilt = rule.stand(known(steps), Optional.of(new Fix(390_000, Events.CUSTOMER)));

    assertThat(document(rebuilt)).isEqualTo(document(told(lastMoment(steps), 400)));
  }

  @Test
  void showsAStepThatWasPredictedAsTheJobDoes() {
    List<OrderEvent> steps = List.of(CREATION, ASSIGNMENT, PICK_UP);
    KnownOrder order = known(steps);
    order.add(Events.prediction(3, 300, 700), 0);

    EtaUpdate rebuilt = rule.stand(order, NOWHERE);

    assertThat(document(rebuilt)).isEqualTo(document(told(onArea(lastMoment(steps)), 700)));
  }

  @Test
  void showsASightingThatWasPredictedAsTheJobDoes() {
    List<OrderEvent> steps = List.of(CREATION, ASSIGNMENT);
    KnownOrder order = known(steps);
    order.add(Events.prediction(2, 90, 700), 0);
    Fix fix = new Fix(90_000, Events.north(400));
    Trip trip = new Trip();
    TripRule trips = trips();
    steps.forEach(step -> trips.step(trip, step, ANY_TRAFFIC));
    Moment sighted =
        trips
            .sight(trip, new Sighting(Events.MARKET, Events.ORDER, Events.DASHER, fix), ANY_TRAFFIC)
            .orElseThrow();

    EtaUpdate rebuilt = rule.stand(order, Optional.of(fix));

    assertThat(document(rebuilt)).isEqualTo(document(told(onArea(sighted), 700)));
  }

  @Test
  void leavesTheMomentToTheJobWhereItsPredictionIsOlder() {
    KnownOrder order = known(List.of(CREATION, ASSIGNMENT));
    order.add(Events.prediction(2, 60, 700), 0);

    EtaUpdate rebuilt = rule.stand(order, Optional.of(new Fix(90_000, Events.north(400))));

    assertThat(rebuilt.moment().millis()).isEqualTo(89_999);
    assertThat(rebuilt.moment().position()).isEqualTo(Events.north(400));
    assertThat(rebuilt.predictedMillis()).isEqualTo(700_000);
    assertThat(rebuilt.basis()).isEqualTo("area");
  }

  @Test
  void promisesNothingThatIsOver() {
    KnownOrder order = known(List.of(CREATION, ASSIGNMENT));
    order.add(Events.prediction(1, 0, 50), 0);

    assertThat(rule.stand(order, NOWHERE).remainingSeconds()).isZero();
  }

  @Test
  void guessesByMediansBeforeAnythingWasPredicted() {
    EtaUpdate rebuilt =
        rule.stand(known(List.of(CREATION, Events.step(2, PREPARING, 60))), NOWHERE);

    assertThat(rebuilt.moment().orderVersion()).isEqualTo(2);
    assertThat(rebuilt.moment().millis()).isEqualTo(59_999);
    assertThat(rebuilt.moment().stage()).isEqualTo(Stage.PREPARATION);
    assertThat(rebuilt.remainingSeconds()).isBetween(60, 3 * 3600);
  }

  @Test
  void leavesOutWhereItsDasherWasBeforeTheStep() {
    EtaUpdate rebuilt =
        rule.stand(
            known(List.of(CREATION, ASSIGNMENT)), Optional.of(new Fix(59_000, Events.north(400))));

    assertThat(rebuilt.moment().position()).isNull();
  }

  private static KnownOrder known(List<OrderEvent> steps) {
    KnownOrder order = new KnownOrder();
    steps.forEach(step -> order.add(step, 0));

    return order;
  }

  private static Moment lastMoment(List<OrderEvent> steps) {
    Trip trip = new Trip();
    TripRule trips = trips();
    Moment last = null;
    for (OrderEvent step : steps) {
      last = trips.step(trip, step, ANY_TRAFFIC).moment().orElseThrow();
    }

    return last;
  }

  private static TripRule trips() {
    return new TripRule(new Cells(), Duration.ofSeconds(20), Duration.ofMinutes(3));
  }

  /** With what the prediction says that it rested on. */
  private static Moment onArea(Moment moment) {
    return new Moment(
        moment.market(),
        moment.orderId(),
        moment.orderVersion(),
        moment.state(),
        moment.dasherId(),
        moment.millis(),
        moment.stage(),
        moment.legs(),
        Traffic.Basis.AREA,
        moment.meters(),
        moment.places(),
        moment.knownAt(),
        moment.cause(),
        null);
  }

  /** As {@link Events#prediction} has it. */
  private static EtaUpdate told(Moment moment, long arrivalSecond) {
    return new EtaUpdate(
        moment, 1000 * arrivalSecond, 1000 * arrivalSecond + 120_000, Reason.TRAFFIC, null, null);
  }

  private static String document(EtaUpdate update) {
    return ENTRIES.order(update).document();
  }
}
