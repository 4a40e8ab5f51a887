package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.Track;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Joins the pings of a dasher with the orders that it has: each believed ping is a sighting of each
 * of them. Beside that it measures hops and follows whether the dasher is idle. Works on arrival;
 * only silence and idleness wait for the watermark.
 */
public final class DasherFunction
    extends KeyedCoProcessFunction<DasherKey, Ping, Assignment, Sighting> {
  /** What was travelled, once for the cell, once for the area, once for the market. */
  public static final OutputTag<Hop> HOPS = new OutputTag<>("hops") {};

  public static final OutputTag<DasherUpdate> UPDATES = new OutputTag<>("dasher-updates") {};

  /** Who moves less, and carries nothing, stands by choice: that says nothing about traffic. */
  private static final double MIN_MOVE_METERS = 30;

  /** An older position is none. */
  private static final long FRESH_MILLIS = 180_000;

  private final Limits limits;
  private final long tellEveryMillis;

  private transient Cells cells;
  private transient ValueState<Dasher> dashers;
  private transient Counter stale;
  private transient Counter suspect;

  public DasherFunction(Limits limits, Duration tellEvery) {
    this.limits = limits;
    this.tellEveryMillis = tellEvery.toMillis();
  }

  @Override
  public void open(OpenContext context) {
    cells = new Cells();
    dashers = getRuntimeContext().getState(new ValueStateDescriptor<>("dasher", Dasher.class));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    stale = metrics.counter("stalePings");
    suspect = metrics.counter("suspectPings");
  }

  @Override
  public void processElement1(Ping ping, Context context, Collector<Sighting> out)
      throws Exception {
    Dasher dasher = dasher();
    Track.Step step = dasher.track.next(ping.fix());
    if (step.verdict() == Track.Verdict.STALE) {
      stale.inc();
      return;
    }
    dasher.track = step.track();
    dasher.named = ping.orderId();
    DasherActivity before = dasher.activity;
    long millis = ping.fix().millis();
    dasher.activity = before.heard(millis, dasher.work(), limits);
    if (step.verdict() == Track.Verdict.SUSPECT) {
      suspect.inc();
    } else {
      step.stretch()
          .filter(s -> dasher.carriesFood() || s.meters() >= MIN_MOVE_METERS)
          .ifPresent(stretch -> tellHops(ping, stretch, context));
      tellSightings(dasher, ping, out);
    }
    if (before.status() != dasher.activity.status() || millis - dasher.toldAt >= tellEveryMillis) {
      tell(dasher, millis, context);
    }
    keep(dasher, context);
  }

  @Override
  public void processElement2(Assignment assignment, Context context, Collector<Sighting> out)
      throws Exception {
    Dasher dasher = dasher();
    dasher.take(assignment);
    dasher.activity = dasher.activity.engaged(assignment.millis(), dasher.work());
    Fix last = dasher.track.last();
    boolean fresh = last != null && Math.abs(assignment.millis() - last.millis()) <= FRESH_MILLIS;
    if (assignment.kind() == Assignment.Kind.ASSIGNED && fresh) {
      Fix fix = new Fix(Math.max(assignment.millis(), last.millis()), last.position());
      out.collect(
          new Sighting(assignment.market(), assignment.orderId(), assignment.dasherId(), fix));
    }
    tell(dasher, assignment.millis(), context);
    keep(dasher, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Sighting> out)
      throws Exception {
    Dasher dasher = dasher();
    if (timestamp < dasher.timerAt) {
      return;
    }
    dasher.timerAt = Long.MAX_VALUE;
    DasherActivity before = dasher.activity;
    dasher.forgetOrdersBefore(timestamp);
    dasher.activity = before.passed(timestamp, limits).engaged(timestamp, dasher.work());
    if (before.status() != dasher.activity.status()) {
      tell(dasher, timestamp, context);
    }
    keep(dasher, context);
  }

  private Dasher dasher() throws Exception {
    Dasher known = dashers.value();

    return known == null ? new Dasher() : known;
  }

  private void keep(Dasher dasher, Context context) throws Exception {
    if (dasher.isForgettable()) {
      dashers.clear();
      return;
    }
    // One timer at a time: it finds out itself that life went on, and is set anew.
    long next = dasher.nextChange(limits);
    if (next < dasher.timerAt) {
      context.timerService().registerEventTimeTimer(next);
      dasher.timerAt = next;
    }
    dashers.update(dasher);
  }

  private void tellHops(Ping ping, Track.Stretch stretch, Context context) {
    long cell = cells.cell(ping.fix().position());
    for (long part : new long[] {cell, Cells.area(cell), Cells.WHOLE_MARKET}) {
      context.output(
          HOPS,
          new Hop(ping.market(), part, ping.fix().millis(), stretch.meters(), stretch.seconds()));
    }
  }

  private static void tellSightings(Dasher dasher, Ping ping, Collector<Sighting> out) {
    for (long orderId : dasher.orderIds()) {
      out.collect(new Sighting(ping.market(), orderId, ping.dasherId(), ping.fix()));
    }
  }

  private static void tell(Dasher dasher, long millis, Context context) {
    DasherKey key = (DasherKey) context.getCurrentKey();
    // Redis takes only what is newer, and two things may happen in one millisecond.
    dasher.toldAt = Math.max(millis, dasher.toldAt + 1);
    context.output(
        UPDATES,
        new DasherUpdate(
            key.market(),
            key.dasherId(),
            dasher.toldAt,
            dasher.activity,
            dasher.track.last(),
            List.copyOf(dasher.orderIds())));
  }
}
