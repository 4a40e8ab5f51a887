package io.freshet.serving.eta.order;

import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.order.TripRule.Glimpse;
import io.freshet.serving.eta.order.TripRule.Progress;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.PartKey;
import io.freshet.serving.eta.travel.SpeedHistory;
import io.freshet.serving.eta.travel.SpeedHistoryFile;
import io.freshet.serving.eta.travel.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Follows each order and says, at each step and sighting and when neither comes, what lies ahead of
 * it. It works on arrival; only silence waits for the watermark. Of sightings that are overdue it
 * says only what is recorded, and now and then the newest: what is behind them would replace it
 * before anybody had read it. Every subtask holds the rolling speeds of all parts of all markets,
 * as they are broadcast.
 */
public final class OrderFunction
    extends KeyedBroadcastProcessFunction<OrderKey, OrderSignal, CellSpeed, Moment> {
  public static final OutputTag<Lesson> LESSONS = new OutputTag<>("lessons") {};

  public static final MapStateDescriptor<PartKey, CellSpeed> SPEEDS =
      new MapStateDescriptor<>("speeds", PartKey.class, CellSpeed.class);

  /**
   * While the job is behind, by the clock: how often it is looked whether the newest sighting was
   * told, and how long what was told suffices. A prediction is recorded as often by default, and
   * told, so that these looks tell little.
   */
  private static final long LOOK_EVERY_MILLIS = 20_000;

  private final Duration recordEvery;
  private final Duration silentAfter;
  private final String speedHistory;

  private transient TripRule rule;
  private transient ValueState<Trip> trips;
  private transient Counter silent;
  private transient Counter thinned;
  private transient Supplier<SpeedHistory> history;

  /**
   * @param recordEvery the least time between two recorded predictions of one order and stage
   * @param silentAfter how long nothing is heard of an order before that is said
   * @param speedHistory a file of usual speeds, perhaps yet to come; empty when there is to be none
   */
  public OrderFunction(Duration recordEvery, Duration silentAfter, String speedHistory) {
    this.recordEvery = recordEvery;
    this.silentAfter = silentAfter;
    this.speedHistory = speedHistory;
  }

  @Override
  public void open(OpenContext context) {
    rule = new TripRule(new Cells(), recordEvery, silentAfter);
    silent = getRuntimeContext().getMetricGroup().counter("silences");
    thinned = getRuntimeContext().getMetricGroup().counter("thinnedSightings");
    history =
        speedHistory.isEmpty()
            ? () -> SpeedHistory.NONE
            : SpeedHistoryFile.open(Path.of(speedHistory), InstantSource.system())::current;
    trips = getRuntimeContext().getState(new ValueStateDescriptor<>("trip", Trip.class));
  }

  @Override
  public void processElement(OrderSignal signal, ReadOnlyContext context, Collector<Moment> out)
      throws Exception {
    Trip trip = trips.value();
    if (signal.step() != null) {
      step(trip == null ? new Trip() : trip, signal, context, out);
    } else if (trip != null) {
      sight(trip, signal, context, out);
      keep(trip, context);
    }
  }

  @Override
  public void processBroadcastElement(CellSpeed speed, Context context, Collector<Moment> out)
      throws Exception {
    BroadcastState<PartKey, CellSpeed> speeds = context.getBroadcastState(SPEEDS);
    if (speed.saysNothing()) {
      speeds.remove(PartKey.of(speed));
    } else {
      speeds.put(PartKey.of(speed), speed);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Moment> out)
      throws Exception {
    Trip trip = trips.value();
    if (trip != null && context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      look(trip, timestamp, context, out);
      return;
    }
    if (trip == null || timestamp < trip.timerAt) {
      return;
    }
    trip.timerAt = Long.MAX_VALUE;
    if (forgottenAt(trip) <= timestamp) {
      trips.clear();
      return;
    }
    OrderKey order = context.getCurrentKey();
    rule.pass(trip, order, timestamp, traffic(order.market(), context))
        .ifPresent(
            moment -> {
              silent.inc();
              tell(trip, moment, context, out);
            });
    keep(trip, context);
  }

  private void sight(Trip trip, OrderSignal signal, ReadOnlyContext context, Collector<Moment> out)
      throws Exception {
    Sighting sighting = signal.sighting();
    Traffic traffic = traffic(sighting.market(), context);
    if (!sighting.overdue()) {
      rule.sight(trip, sighting, traffic)
          .ifPresent(moment -> tellNewest(trip, moment, context, out));
      return;
    }
    Glimpse glimpse = rule.glimpse(trip, sighting, traffic);
    glimpse.moment().ifPresent(moment -> tellNewest(trip, moment, context, out));
    if (glimpse.isLeftOut()) {
      thinned.inc();
      trip.newestIsTold = false;
      lookSoon(trip, signal.key(), context.timerService());
    }
  }

  /** Lest the newest of those that were left out stays so; orders have their own moments. */
  private static void lookSoon(Trip trip, OrderKey order, TimerService timers) {
    long now = timers.currentProcessingTime();
    if (trip.lookAt <= now) {
      long offset = Math.floorMod(order.hashCode(), LOOK_EVERY_MILLIS);
      long rounds = (now - offset) / LOOK_EVERY_MILLIS;
      lookAt((rounds + 1) * LOOK_EVERY_MILLIS + offset, trip, timers);
    }
  }

  private static void lookAt(long millis, Trip trip, TimerService timers) {
    trip.lookAt = millis;
    timers.registerProcessingTimeTimer(millis);
  }

  /** While the order is told for other reasons, those that were left out can go on waiting. */
  private void look(Trip trip, long timestamp, OnTimerContext context, Collector<Moment> out)
      throws Exception {
    trip.lookAt = Trip.NEVER;
    if (trip.newestIsTold) {
      return;
    }
    if (timestamp - trip.toldAt < LOOK_EVERY_MILLIS) {
      lookAt(timestamp + LOOK_EVERY_MILLIS, trip, context.timerService());
      return;
    }
    OrderKey order = context.getCurrentKey();
    rule.recall(trip, order, traffic(order.market(), context))
        .ifPresent(moment -> tellNewest(trip, moment, context, out));
  }

  private static void tellNewest(
      Trip trip, Moment moment, ReadOnlyContext context, Collector<Moment> out) {
    trip.newestIsTold = true;
    tell(trip, moment, context, out);
  }

  private static void tell(
      Trip trip, Moment moment, ReadOnlyContext context, Collector<Moment> out) {
    trip.toldAt = context.timerService().currentProcessingTime();
    out.collect(moment);
  }

  private void step(Trip trip, OrderSignal signal, ReadOnlyContext context, Collector<Moment> out)
      throws Exception {
    Traffic traffic = traffic(signal.step().market(), context);
    Progress progress = rule.step(trip, signal.step(), traffic);
    progress.lesson().ifPresent(lesson -> context.output(LESSONS, lesson));
    progress.moment().ifPresent(moment -> tell(trip, moment, context, out));
    if (trip.isOver()) {
      // Stale steps are dropped before they come here; one of a higher version than the final one,
      // as after an order was reopened, begins a trip of its own.
      trips.clear();
      context.timerService().deleteEventTimeTimer(trip.timerAt);
    } else {
      keep(trip, context);
    }
  }

  /** One timer at a time: it finds out itself that life went on, and is set anew. */
  private void keep(Trip trip, ReadOnlyContext context) throws Exception {
    long next = Math.min(forgottenAt(trip), rule.silentAt(trip));
    if (next < trip.timerAt) {
      context.timerService().registerEventTimeTimer(next);
      trip.timerAt = next;
    }
    trips.update(trip);
  }

  private static long forgottenAt(Trip trip) {
    return trip.stateSince + AssignmentFunction.REMEMBER_MILLIS;
  }

  private Traffic traffic(String market, ReadOnlyContext context) throws Exception {
    return new MarketTraffic(market, context.getBroadcastState(SPEEDS), history.get());
  }

  private record MarketTraffic(
      String market, ReadOnlyBroadcastState<PartKey, CellSpeed> speeds, SpeedHistory history)
      implements Traffic {
    @Override
    public Optional<CellSpeed> of(long cell) {
      PartKey part = new PartKey(market, cell);
      try {
        return Optional.ofNullable(speeds.get(part));
      } catch (Exception e) {
        // Broadcast state lies on the heap; its interface throws for other kinds of state.
        throw new IllegalStateException("Cannot read the rolling speed of " + part, e);
      }
    }

    @Override
    public double usually(long part, long millis) {
      return history.at(market, part, millis);
    }
  }
}
