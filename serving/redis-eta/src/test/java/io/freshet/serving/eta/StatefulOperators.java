package io.freshet.serving.eta;

import io.freshet.serving.eta.alert.AlertFunction;
import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.DasherActivity;
import io.freshet.serving.eta.dasher.DasherFunction;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.order.AssignmentFunction;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderFunction;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.order.OrderSignal;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.order.PredictFunction;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Outcome;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.promise.PromiseFunction;
import io.freshet.serving.eta.supply.Figures;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.supply.SupplyTimes;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.PartKey;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.SpeedFunction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * Each operator of the job that keeps state, with events that come before it is stopped and events
 * that come after. The events of before may never change: state of releases was made of them.
 */
final class StatefulOperators {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final long DASHER = 7;
  private static final long OTHER_DASHER = 8;
  private static final Position RESTAURANT = new Position(37.7800, -122.4200);
  private static final Position CUSTOMER = new Position(37.7900, -122.4000);
  private static final Leg TAUGHT =
      new Leg(Stage.TO_CUSTOMER, 0, 2_000, 8, true, 0x8828308281FFFFFL, 0x8828308287FFFFFL);

  private StatefulOperators() {}

  /**
   * @param thresholds a file that says which supply is an alert
   */
  static List<StatefulOperator<?>> all(Path thresholds) {
    return List.of(
        steps(),
        dashers(),
        speeds(),
        orders(),
        predictions(),
        promises(),
        supply(),
        alerts(thresholds));
  }

  private static StatefulOperator<?> steps() {
    return new StatefulOperator<>(
        "put-steps-in-order",
        () ->
            new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AssignmentFunction()),
                event -> new OrderKey(event.market(), event.orderId()),
                TypeInformation.of(OrderKey.class)),
        harness -> {
          harness.processElement(step(1, 3, OrderState.DASHER_ASSIGNED, DASHER, 0), 0);
          harness.processElement(step(2, 2, OrderState.DELIVERED, DASHER, 0), 0);
        },
        harness -> {
          harness.processElement(step(1, 2, OrderState.READY, DASHER, MINUTE), MINUTE);
          harness.processElement(
              step(1, 4, OrderState.DASHER_ASSIGNED, OTHER_DASHER, MINUTE), MINUTE);
          harness.processElement(step(2, 2, OrderState.DELIVERED, DASHER, MINUTE), MINUTE);
        },
        List.of(AssignmentFunction.ASSIGNMENTS));
  }

  private static StatefulOperator<?> dashers() {
    return new StatefulOperator<>(
        "follow-dashers",
        () ->
            new KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting>(
                new KeyedCoProcessOperator<>(
                    new DasherFunction(
                        DasherActivity.Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5)),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1))),
                ping -> new DasherKey(ping.market(), ping.dasherId()),
                assignment -> new DasherKey(assignment.market(), assignment.dasherId()),
                TypeInformation.of(DasherKey.class)),
        harness -> {
          harness.processElement2(
              new Assignment("m", DASHER, 1, 2, Assignment.Kind.ASSIGNED, 0), 0);
          harness.processElement1(ping(DASHER, null, MINUTE, 0), MINUTE);
          harness.processElement1(ping(DASHER, null, 2 * MINUTE, 0.004), 2 * MINUTE);
          harness.processElement1(ping(OTHER_DASHER, null, 2 * MINUTE, 0), 2 * MINUTE);
        },
        harness -> {
          harness.processElement1(ping(DASHER, null, 2 * MINUTE, 0.004), 2 * MINUTE);
          harness.processElement1(ping(DASHER, null, 3 * MINUTE, 0.008), 3 * MINUTE);
          harness.processBothWatermarks(new Watermark(30 * MINUTE));
        },
        List.of(DasherFunction.HOPS, DasherFunction.UPDATES, DasherFunction.IDLE));
  }

  private static StatefulOperator<?> speeds() {
    return new StatefulOperator<>(
        "roll-speeds",
        () ->
            new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new SpeedFunction(Duration.ofSeconds(10))),
                PartKey::of,
                TypeInformation.of(PartKey.class)),
        harness -> {
          harness.processElement(hop(MINUTE, 500), MINUTE);
          harness.processElement(hop(2 * MINUTE, 700), 2 * MINUTE);
        },
        harness -> {
          harness.processElement(hop(2 * MINUTE + 15 * SECOND, 900), 2 * MINUTE + 15 * SECOND);
          harness.processWatermark(new Watermark(DAY));
        },
        List.of());
  }

  private static StatefulOperator<?> orders() {
    return new StatefulOperator<>(
        "follow-orders",
        () ->
            new KeyedBroadcastOperatorTestHarness<OrderKey, OrderSignal, CellSpeed, Moment>(
                new CoBroadcastWithKeyedOperator<>(
                    new OrderFunction(Duration.ofSeconds(20), Duration.ofMinutes(3), ""),
                    List.of(OrderFunction.SPEEDS)),
                OrderSignal::key,
                TypeInformation.of(OrderKey.class),
                1,
                1,
                0),
        harness -> {
          harness.processBroadcastElement(
              new CellSpeed("m", Cells.WHOLE_MARKET, 60_000, 6_000, DAY), 0);
          harness.processElement(OrderSignal.of(step(1, 1, OrderState.CREATED, null, 0)), 0);
          harness.processElement(
              OrderSignal.of(step(1, 4, OrderState.DASHER_ASSIGNED, DASHER, 2 * MINUTE)),
              2 * MINUTE);
          harness.processElement(
              OrderSignal.of(new Sighting("m", 1, DASHER, new Fix(3 * MINUTE, CUSTOMER))),
              3 * MINUTE);
          harness.processElement(
              OrderSignal.of(step(2, 5, OrderState.PICKED_UP, OTHER_DASHER, MINUTE)), MINUTE);
        },
        harness -> {
          harness.processElement(
              OrderSignal.of(new Sighting("m", 1, DASHER, new Fix(4 * MINUTE, RESTAURANT))),
              4 * MINUTE);
          harness.processElement(
              OrderSignal.of(step(1, 5, OrderState.PICKED_UP, DASHER, 6 * MINUTE)), 6 * MINUTE);
          harness.processElement(
              OrderSignal.of(step(2, 6, OrderState.DELIVERED, OTHER_DASHER, 9 * MINUTE)),
              9 * MINUTE);
          harness.processWatermark(new Watermark(12 * MINUTE));
          harness.processBroadcastWatermark(new Watermark(12 * MINUTE));
        },
        List.of(OrderFunction.LESSONS));
  }

  private static StatefulOperator<?> predictions() {
    return new StatefulOperator<>(
        "predict",
        () ->
            new BroadcastOperatorTestHarness<Moment, Lesson, Forecast>(
                new CoBroadcastWithNonKeyedOperator<>(
                    new PredictFunction(), List.of(PredictFunction.CALIBRATIONS)),
                1,
                1,
                0),
        harness ->
            harness.processBroadcastElement(
                new Lesson("m", Collections.nCopies(300, new Outcome(TAUGHT, 2_000))), 0),
        harness -> {
          harness.processElement(moment(1, OrderState.PICKED_UP, 0), 0);
          harness.processBroadcastElement(
              new Lesson("m", Collections.nCopies(30, new Outcome(TAUGHT, 1_000))), 0);
          harness.processElement(moment(1, OrderState.PICKED_UP, 0), 0);
        },
        List.of());
  }

  private static StatefulOperator<?> promises() {
    return new StatefulOperator<>(
        "keep-promises",
        () ->
            new KeyedOneInputStreamOperatorTestHarness<OrderKey, Forecast, EtaUpdate>(
                new KeyedProcessOperator<>(new PromiseFunction()),
                forecast -> new OrderKey("m", forecast.moment().orderId()),
                TypeInformation.of(OrderKey.class)),
        harness -> {
          harness.processElement(forecast(1, 0, 600), 0);
          harness.processElement(forecast(1, MINUTE, 500), MINUTE);
        },
        harness -> {
          harness.processElement(forecast(1, 2 * MINUTE, 6_000), 2 * MINUTE);
          harness.processElement(forecast(1, 3 * MINUTE, 6_000), 3 * MINUTE);
        },
        List.of());
  }

  private static StatefulOperator<?> supply() {
    return new StatefulOperator<>(
        "tell-supply",
        () ->
            new KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply>(
                new KeyedCoProcessOperator<>(
                    new SupplyFunction(
                        new SupplyTimes(Duration.ofSeconds(10), Duration.ofMinutes(2)))),
                Ping::market,
                OrderEvent::market,
                Types.STRING),
        harness -> {
          harness.processElement2(step(1, 1, OrderState.CREATED, null, SECOND), SECOND);
          harness.processElement1(ping(DASHER, null, 30 * SECOND, 0), 30 * SECOND);
          harness.processElement1(ping(OTHER_DASHER, 1L, 90 * SECOND, 0), 90 * SECOND);
          harness.processBothWatermarks(new Watermark(-30 * SECOND));
        },
        harness -> {
          harness.processElement2(
              step(1, 4, OrderState.DASHER_ASSIGNED, OTHER_DASHER, 50 * SECOND), 50 * SECOND);
          harness.processBothWatermarks(new Watermark(4 * MINUTE));
        },
        List.of(SupplyFunction.CELLS));
  }

  private static StatefulOperator<?> alerts(Path thresholds) {
    return new StatefulOperator<>(
        "watch-supply",
        () ->
            new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AlertFunction(thresholds.toString())),
                MarketSupply::market,
                Types.STRING),
        harness -> {
          harness.processElement(minute("few", 1, 2), MINUTE);
          harness.processElement(minute("few", 2, 2), 2 * MINUTE);
          harness.processElement(minute("soon", 2, 2), 2 * MINUTE);
        },
        harness -> {
          harness.processElement(minute("few", 2, 20), 2 * MINUTE);
          harness.processElement(minute("few", 3, 20), 3 * MINUTE);
          harness.processElement(minute("soon", 3, 2), 3 * MINUTE);
        },
        List.of(AlertFunction.STANDINGS));
  }

  private static OrderEvent step(
      long order, int version, OrderState state, Long dasher, long millis) {
    return new OrderEvent("m", order, version, state, millis, dasher, RESTAURANT, CUSTOMER, false);
  }

  private static Ping ping(long dasher, Long order, long millis, double north) {
    Position position = new Position(RESTAURANT.latitude() + north, RESTAURANT.longitude());

    return new Ping("m", dasher, order, new Fix(millis, position));
  }

  private static Hop hop(long millis, double meters) {
    return new Hop("m", Cells.WHOLE_MARKET, millis, meters, 60);
  }

  private static Forecast forecast(long order, long millis, double seconds) {
    return Forecast.calibrated(moment(order, OrderState.PICKED_UP, millis), seconds, 1.5 * seconds);
  }

  private static Moment moment(long order, OrderState state, long millis) {
    return new Moment(
        "m",
        order,
        1,
        state,
        DASHER,
        millis,
        TAUGHT.stage(),
        List.of(TAUGHT),
        null,
        2_000,
        Places.UNKNOWN,
        0,
        Reason.ON_TIME,
        null);
  }

  private static MarketSupply minute(String market, long minute, int dashers) {
    return new MarketSupply(market, minute * MINUTE, 1, new Figures(0, dashers, 1, 1, 0), 1, null);
  }
}
