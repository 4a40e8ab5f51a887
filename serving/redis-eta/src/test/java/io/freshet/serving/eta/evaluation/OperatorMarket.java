package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherFunction;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.model.ModelFunction;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.order.AssignmentFunction;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderFunction;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.order.OrderSignal;
import io.freshet.serving.eta.order.PredictFunction;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.PartKey;
import io.freshet.serving.eta.travel.SpeedFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;

/**
 * The job's operators with its settings' defaults, from order events and pings to recorded
 * forecasts, one event at a time: so the same events make the same forecasts. A step reaches its
 * order before its dasher hears of it.
 */
final class OperatorMarket implements AutoCloseable {
  private static final Duration DISORDER = Duration.ofMinutes(2);

  private final KeyedOneInputStreamOperatorTestHarness<OrderKey, OrderEvent, OrderEvent> steps =
      ProcessFunctionTestHarnesses.forKeyedProcessFunction(
          new AssignmentFunction(),
          event -> new OrderKey(event.market(), event.orderId()),
          TypeInformation.of(OrderKey.class));
  private final KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting>
      dashers =
          ProcessFunctionTestHarnesses.forKeyedCoProcessFunction(
              new DasherFunction(
                  Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5)),
                  Duration.ofSeconds(30),
                  Duration.ofSeconds(1)),
              ping -> new DasherKey(ping.market(), ping.dasherId()),
              assignment -> new DasherKey(assignment.market(), assignment.dasherId()),
              TypeInformation.of(DasherKey.class));
  private final KeyedOneInputStreamOperatorTestHarness<PartKey, Hop, CellSpeed> speeds =
      ProcessFunctionTestHarnesses.forKeyedProcessFunction(
          new SpeedFunction(Duration.ofSeconds(10)),
          PartKey::of,
          TypeInformation.of(PartKey.class));
  private final KeyedBroadcastOperatorTestHarness<OrderKey, OrderSignal, CellSpeed, Moment> orders =
      ProcessFunctionTestHarnesses.forKeyedBroadcastProcessFunction(
          new OrderFunction(Duration.ofSeconds(20), Duration.ofMinutes(3), ""),
          OrderSignal::key,
          TypeInformation.of(OrderKey.class),
          OrderFunction.SPEEDS);
  private final BroadcastOperatorTestHarness<Moment, Lesson, Forecast> predictions =
      ProcessFunctionTestHarnesses.forBroadcastProcessFunction(
          new PredictFunction(), PredictFunction.CALIBRATIONS);
  private final OneInputStreamOperatorTestHarness<Forecast, Forecast> corrections =
      ProcessFunctionTestHarnesses.forProcessFunction(
          new ModelFunction(new ModelSettings(null, Duration.ofSeconds(10))));

  private final Consumer<Forecast> recorded;
  private long newest = Long.MIN_VALUE;

  /**
   * @param recorded gets each forecast that goes to the stream, with its features
   */
  OperatorMarket(Consumer<Forecast> recorded) throws Exception {
    this.recorded = recorded;
  }

  void take(OrderEvent event) throws Exception {
    steps.processElement(event, event.millis());
    for (OrderEvent step : OperatorMarket.<OrderEvent>drained(steps.getOutput())) {
      orders.processElement(OrderSignal.of(step), step.millis());
      predict();
    }
    for (Assignment each : side(steps.getSideOutput(AssignmentFunction.ASSIGNMENTS))) {
      dashers.processElement2(each, each.millis());
      see();
    }
    pass(event.millis());
  }

  void take(Ping ping) throws Exception {
    dashers.processElement1(ping, ping.millis());
    see();
    pass(ping.millis());
  }

  private void see() throws Exception {
    for (Hop hop : side(dashers.getSideOutput(DasherFunction.HOPS))) {
      speeds.processElement(hop, hop.millis());
      tellSpeeds();
    }
    for (Sighting sighting : OperatorMarket.<Sighting>drained(dashers.getOutput())) {
      orders.processElement(OrderSignal.of(sighting), sighting.fix().millis());
      predict();
    }
    side(dashers.getSideOutput(DasherFunction.UPDATES));
    side(dashers.getSideOutput(DasherFunction.IDLE));
  }

  private void tellSpeeds() throws Exception {
    for (CellSpeed speed : OperatorMarket.<CellSpeed>drained(speeds.getOutput())) {
      orders.processBroadcastElement(speed, newest);
    }
  }

  private void predict() throws Exception {
    for (Lesson lesson : side(orders.getSideOutput(OrderFunction.LESSONS))) {
      predictions.processBroadcastElement(lesson, newest);
    }
    for (Moment moment : OperatorMarket.<Moment>drained(orders.getOutput())) {
      predictions.processElement(moment, moment.millis());
    }
    for (Forecast forecast : OperatorMarket.<Forecast>drained(predictions.getOutput())) {
      corrections.processElement(forecast, forecast.moment().millis());
    }
    for (Forecast forecast : OperatorMarket.<Forecast>drained(corrections.getOutput())) {
      if (forecast.features() != null) {
        recorded.accept(forecast);
      }
    }
  }

  /** The watermark follows at a distance. */
  private void pass(long millis) throws Exception {
    if (millis <= newest) {
      return;
    }
    newest = millis;
    Watermark watermark = new Watermark(millis - DISORDER.toMillis());
    steps.processWatermark(watermark);
    dashers.processBothWatermarks(watermark);
    see();
    speeds.processWatermark(watermark);
    tellSpeeds();
    orders.processWatermark(watermark);
    orders.processBroadcastWatermark(watermark);
    predict();
  }

  @SuppressWarnings("unchecked") // An operator's output holds its records, and watermarks.
  private static <T> List<T> drained(Queue<Object> output) {
    List<T> values = new ArrayList<>();
    for (Object next = output.poll(); next != null; next = output.poll()) {
      if (next instanceof StreamRecord<?> element) {
        values.add((T) element.getValue());
      }
    }

    return values;
  }

  /** Null where there has been none yet. */
  private static <T> List<T> side(Queue<StreamRecord<T>> output) {
    List<T> values = new ArrayList<>();
    while (output != null && !output.isEmpty()) {
      values.add(output.poll().getValue());
    }

    return values;
  }

  @Override
  public void close() throws Exception {
    steps.close();
    dashers.close();
    speeds.close();
    orders.close();
    predictions.close();
    corrections.close();
  }
}
