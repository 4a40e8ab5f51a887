package io.freshet.serving.eta;

import io.freshet.serving.eta.alert.AlertChange;
import io.freshet.serving.eta.alert.AlertFunction;
import io.freshet.serving.eta.behind.BehindFunction;
import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.DasherActivity;
import io.freshet.serving.eta.dasher.DasherFunction;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.dasher.IdleChange;
import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.events.Timed;
import io.freshet.serving.eta.model.ModelFunction;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.order.AssignmentFunction;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.Forecast;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderFunction;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.order.OrderSignal;
import io.freshet.serving.eta.order.PredictFunction;
import io.freshet.serving.eta.promise.PromiseFunction;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.redis.SupplyEntry;
import io.freshet.serving.eta.supply.CellSupply;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.supply.SupplyTimes;
import io.freshet.serving.eta.trace.TraceFunction;
import io.freshet.serving.eta.trace.TracedStep;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.PartKey;
import io.freshet.serving.eta.travel.SpeedFunction;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Keeps the ETA of each active order in Redis and records its predictions; keeps whether each
 * dasher is idle; records the supply of each market and tells alerts. All outputs are at least
 * once, and once more changes nothing. ETAs are worked on as events arrive; timers and supply wait
 * for event time.
 */
final class EtaJob {
  /** In a quiet night one stream must not hold the other's timers. */
  private static final Duration SOURCE_IDLE_AFTER = Duration.ofSeconds(30);

  private static final Duration ALIGN_EVERY = Duration.ofMillis(200);

  private final Inputs inputs;
  private final Outputs outputs;
  private final EtaTimes times;
  private final SupplyTimes supplyTimes;
  private final String thresholds;

  /**
   * @param thresholds the file that says which supply is an alert; empty: none is
   */
  EtaJob(
      Inputs inputs, Outputs outputs, EtaTimes times, SupplyTimes supplyTimes, String thresholds) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.times = times;
    this.supplyTimes = supplyTimes;
    this.thresholds = thresholds;
  }

  /**
   * @param thinAfter how long after Kafka got a ping its position need not be shown any more
   * @param speedHistory a file of usual speeds, perhaps yet to come; empty when there is to be none
   * @param models where those come from that correct what is forecast
   */
  record Inputs(
      Source<Ping, ?, ?> pings,
      OrderSteps orderEvents,
      Duration thinAfter,
      String speedHistory,
      ModelSettings models) {}

  record Outputs(
      Sink<EtaUpdate> predictions,
      Shown shown,
      Sink<MarketSupply> marketSupply,
      Sink<CellSupply> cellSupply,
      Signals signals) {}

  /**
   * What Redis shows.
   *
   * @param orders which also tells whether the job lives
   * @param behindAfter how long Kafka may have had what is read until it tells that it is behind
   */
  record Shown(
      Sink<RedisWrite> orders,
      Sink<RedisWrite> others,
      RedisEntries entries,
      Duration behindAfter) {}

  record Signals(Sink<IdleChange> idleDashers, Sink<AlertChange> supplyAlerts) {}

  void define(StreamExecutionEnvironment environment) {
    Orders orders =
        inputs
            .orderEvents()
            .either(plain -> plain(environment, plain), traced -> traced(environment, traced));
    DataStream<Ping> pings = pings(environment);
    SingleOutputStreamOperator<OrderEvent> steps = steps(orders.events());
    SingleOutputStreamOperator<Sighting> sightings =
        sightings(pings, steps.getSideOutput(AssignmentFunction.ASSIGNMENTS));
    eta(steps, sightings);
    supply(orders, sightings.getSideOutput(DasherFunction.SIGHTS), behind(pings, "pings"));
  }

  /** In the tasks of the sources: whatever keeps these from reading is behind as well. */
  private <T extends Timed> DataStream<RedisWrite> behind(DataStream<T> events, String what) {
    return events
        .process(
            new BehindFunction<T>(outputs.shown().behindAfter()),
            TypeInformation.of(RedisWrite.class))
        .name("Tell old " + what)
        .uid("tell-old-" + what);
  }

  /**
   * The steps of all orders.
   *
   * @param traces empty where they are not to be told
   */
  private record Orders(DataStream<OrderEvent> events, Optional<DataStream<RedisWrite>> traces) {}

  private Orders plain(StreamExecutionEnvironment environment, Source<OrderEvent, ?, ?> source) {
    return new Orders(read(environment, source, (event, t) -> event.millis()), Optional.empty());
  }

  private Orders traced(StreamExecutionEnvironment environment, Source<TracedStep, ?, ?> source) {
    SingleOutputStreamOperator<OrderEvent> events =
        read(environment, source, (event, t) -> event.step().millis())
            .process(new TraceFunction(), TypeInformation.of(OrderEvent.class))
            .name("Put traces aside")
            .uid("put-traces-aside");

    return new Orders(events, Optional.of(events.getSideOutput(TraceFunction.TRACES)));
  }

  private <T> SingleOutputStreamOperator<T> read(
      StreamExecutionEnvironment environment,
      Source<T, ?, ?> source,
      SerializableTimestampAssigner<T> time) {
    return environment
        .fromSource(source, watermarks(time), "Read order events")
        .uid("read-order-events");
  }

  private DataStream<Ping> pings(StreamExecutionEnvironment environment) {
    return environment
        .fromSource(inputs.pings(), watermarks((ping, t) -> ping.fix().millis()), "Read pings")
        .uid("read-pings");
  }

  private void supply(Orders orders, DataStream<Ping> sights, DataStream<RedisWrite> behind) {
    SingleOutputStreamOperator<MarketSupply> markets =
        sights
            .keyBy(Ping::market, Types.STRING)
            .connect(orders.events().keyBy(OrderEvent::market, Types.STRING))
            .process(new SupplyFunction(supplyTimes))
            .name("Tell supply")
            .uid("tell-supply");

    markets.sinkTo(outputs.marketSupply()).name("Record market supply").uid("record-market-supply");
    markets
        .getSideOutput(SupplyFunction.CELLS)
        .sinkTo(outputs.cellSupply())
        .name("Record supply cells")
        .uid("record-supply-cells");
    writeOthersToRedis(
        alerts(markets), behind.union(behind(orders.events(), "steps")), orders.traces());
  }

  private SingleOutputStreamOperator<AlertChange> alerts(DataStream<MarketSupply> markets) {
    SingleOutputStreamOperator<AlertChange> alerts =
        markets
            .keyBy(MarketSupply::market, Types.STRING)
            .process(new AlertFunction(thresholds))
            .name("Watch supply")
            .uid("watch-supply");

    alerts
        .sinkTo(outputs.signals().supplyAlerts())
        .name("Record supply alerts")
        .uid("record-supply-alerts");

    return alerts;
  }

  /**
   * They go with supply, which is little: whatever else is written is chained to what makes it, and
   * would have to be sent.
   */
  private void writeOthersToRedis(
      SingleOutputStreamOperator<AlertChange> alerts,
      DataStream<RedisWrite> behind,
      Optional<DataStream<RedisWrite>> traces) {
    DataStream<RedisWrite> supply =
        alerts
            .getSideOutput(AlertFunction.STANDINGS)
            .map(standing -> SupplyEntry.of(standing), TypeInformation.of(RedisWrite.class))
            .uid("supply-as-documents");

    traces
        .map(told -> supply.union(behind, told))
        .orElse(supply.union(behind))
        .sinkTo(outputs.shown().others())
        .name("Write supply to Redis")
        .uid("write-supply-to-redis");
  }

  private void eta(
      SingleOutputStreamOperator<OrderEvent> steps,
      SingleOutputStreamOperator<Sighting> sightings) {
    SingleOutputStreamOperator<Moment> moments = moments(steps, sightings);
    DataStream<EtaUpdate> updates = promises(forecasts(moments));

    updates
        .filter(update -> update.moment().recorded())
        .uid("keep-recorded")
        .sinkTo(outputs.predictions())
        .name("Record predictions")
        .uid("record-predictions");
    sightings
        .getSideOutput(DasherFunction.IDLE)
        .sinkTo(outputs.signals().idleDashers())
        .name("Record idle dashers")
        .uid("record-idle-dashers");
    writeToRedis(updates, sightings.getSideOutput(DasherFunction.UPDATES));
  }

  private static SingleOutputStreamOperator<OrderEvent> steps(DataStream<OrderEvent> orderEvents) {
    return orderEvents
        .keyBy(
            event -> new OrderKey(event.market(), event.orderId()),
            TypeInformation.of(OrderKey.class))
        .process(new AssignmentFunction())
        .name("Put steps in order")
        .uid("put-steps-in-order");
  }

  private SingleOutputStreamOperator<Sighting> sightings(
      DataStream<Ping> pings, DataStream<Assignment> assignments) {
    TypeInformation<DasherKey> key = TypeInformation.of(DasherKey.class);
    DasherActivity.Limits limits =
        DasherActivity.Limits.of(times.idleAfter(), times.offlineAfter());

    return pings
        .keyBy(ping -> new DasherKey(ping.market(), ping.dasherId()), key)
        .connect(assignments.keyBy(a -> new DasherKey(a.market(), a.dasherId()), key))
        .process(new DasherFunction(limits, times.dasherEvery(), inputs.thinAfter()))
        .name("Follow dashers")
        .uid("follow-dashers");
  }

  private SingleOutputStreamOperator<Moment> moments(
      DataStream<OrderEvent> steps, SingleOutputStreamOperator<Sighting> sightings) {
    TypeInformation<OrderSignal> signal = TypeInformation.of(OrderSignal.class);
    DataStream<OrderSignal> signals =
        steps
            .map(step -> OrderSignal.of(step), signal)
            .uid("steps-as-signals")
            .union(
                sightings
                    .map(sighting -> OrderSignal.of(sighting), signal)
                    .uid("sightings-as-signals"));

    return signals
        .keyBy(OrderSignal::key, TypeInformation.of(OrderKey.class))
        .connect(speeds(sightings.getSideOutput(DasherFunction.HOPS)))
        .process(
            new OrderFunction(times.predictEvery(), times.silentAfter(), inputs.speedHistory()))
        .name("Follow orders")
        .uid("follow-orders");
  }

  private BroadcastStream<CellSpeed> speeds(DataStream<Hop> hops) {
    return hops.keyBy(PartKey::of, TypeInformation.of(PartKey.class))
        .process(new SpeedFunction(times.speedEvery()))
        .name("Roll speeds")
        .uid("roll-speeds")
        .broadcast(OrderFunction.SPEEDS);
  }

  private DataStream<Forecast> forecasts(SingleOutputStreamOperator<Moment> moments) {
    return moments
        .connect(
            moments.getSideOutput(OrderFunction.LESSONS).broadcast(PredictFunction.CALIBRATIONS))
        .process(new PredictFunction())
        .name("Predict")
        .uid("predict")
        .process(new ModelFunction(inputs.models()))
        .name("Correct by model")
        .uid("correct-by-model");
  }

  /** Each order's forecasts still are where its moments were: nothing has to be sent anywhere. */
  private static DataStream<EtaUpdate> promises(DataStream<Forecast> forecasts) {
    return DataStreamUtils.reinterpretAsKeyedStream(
            forecasts,
            forecast -> new OrderKey(forecast.moment().market(), forecast.moment().orderId()),
            TypeInformation.of(OrderKey.class))
        .process(new PromiseFunction())
        .name("Keep promises")
        .uid("keep-promises");
  }

  /**
   * Two sinks, each in the task of what it writes: one for both would have to be sent all of it.
   */
  private void writeToRedis(DataStream<EtaUpdate> updates, DataStream<DasherUpdate> dashers) {
    TypeInformation<RedisWrite> write = TypeInformation.of(RedisWrite.class);
    RedisEntries entries = outputs.shown().entries();
    updates
        .map(entries::order, write)
        .uid("orders-as-documents")
        .sinkTo(outputs.shown().orders())
        .name("Write orders to Redis")
        .uid("write-orders-to-redis");
    dashers
        .map(entries::dasher, write)
        .uid("dashers-as-documents")
        .sinkTo(outputs.shown().others())
        .name("Write dashers to Redis")
        .uid("write-dashers-to-redis");
  }

  private <T> WatermarkStrategy<T> watermarks(SerializableTimestampAssigner<T> time) {
    return WatermarkStrategy.<T>forBoundedOutOfOrderness(times.disorder())
        .withTimestampAssigner(time)
        .withIdleness(SOURCE_IDLE_AFTER)
        .withWatermarkAlignment("eta", times.maxDrift(), ALIGN_EVERY);
  }
}
