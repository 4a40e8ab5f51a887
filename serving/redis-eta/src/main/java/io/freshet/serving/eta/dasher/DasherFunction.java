package io.freshet.serving.eta.dasher;

import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.supply.SightRule;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.travel.Cells;
import io.freshet.serving.eta.travel.Grid;
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
 * of them. Beside that it measures hops, follows whether the dasher is idle, and hands the pings on
 * that supply has to know of. Works on arrival; only silence and idleness wait for the watermark.
 */
public final class DasherFunction
    extends KeyedCoProcessFunction<DasherKey, Ping, Assignment, Sighting> {
  /** What was travelled, once for the cell, once for the area, once for the market. */
  public static final OutputTag<Hop> HOPS = new OutputTag<>("hops") {};

  /** The pings that supply has to know of. */
  public static final OutputTag<Ping> SIGHTS = new OutputTag<>("sights") {};

  public static final OutputTag<DasherUpdate> UPDATES = new OutputTag<>("dasher-updates") {};

  public static final OutputTag<IdleChange> IDLE = new OutputTag<>("idle-dashers") {};

  private final Limits limits;
  private final Duration tellEvery;
  private final Duration overdueAfter;

  private transient DasherRule rule;
  private transient IdleRule idle;
  private transient SightRule sights;
  private transient ValueState<Dasher> dashers;
  private transient Counter late;
  private transient Counter doubled;
  private transient Counter suspect;

  /**
   * @param tellEvery the least time between two updates of a dasher that stays as it is
   * @param overdueAfter how long Kafka has a ping until newer ones of its dasher probably wait
   */
  public DasherFunction(Limits limits, Duration tellEvery, Duration overdueAfter) {
    this.limits = limits;
    this.tellEvery = tellEvery;
    this.overdueAfter = overdueAfter;
  }

  @Override
  public void open(OpenContext context) {
    rule = new DasherRule(new Cells(), limits, tellEvery, overdueAfter);
    sights = new SightRule();
    idle = new IdleRule(limits, new Grid(SupplyFunction.RESOLUTION));
    dashers = getRuntimeContext().getState(new ValueStateDescriptor<>("dasher", Dasher.class));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    late = metrics.counter("latePings");
    doubled = metrics.counter("doubledPings");
    suspect = metrics.counter("suspectPings");
  }

  @Override
  public void processElement1(Ping ping, Context context, Collector<Sighting> out)
      throws Exception {
    Dasher dasher = dasher();
    DasherActivity before = dasher.activity();
    List<Ping> news = sights.see(dasher.sight(), ping);
    news.forEach(sight -> context.output(SIGHTS, sight));
    DasherRule.Seen seen = rule.see(dasher, ping);
    count(seen.verdict());
    if (seen.verdict().isStale()) {
      if (!news.isEmpty()) {
        dashers.update(dasher);
      }
      return;
    }
    seen.hops().forEach(hop -> context.output(HOPS, hop));
    seen.sightings().forEach(out::collect);
    seen.update().ifPresent(update -> context.output(UPDATES, update));
    tellIdleness(before, dasher, context);
    keep(dasher, context);
  }

  @Override
  public void processElement2(Assignment assignment, Context context, Collector<Sighting> out)
      throws Exception {
    Dasher dasher = dasher();
    DasherActivity before = dasher.activity();
    DasherRule.Assigned assigned = rule.assign(dasher, assignment);
    assigned.sighting().ifPresent(out::collect);
    context.output(UPDATES, assigned.update());
    tellIdleness(before, dasher, context);
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
    DasherActivity before = dasher.activity();
    rule.pass(context.getCurrentKey(), dasher, timestamp)
        .ifPresent(update -> context.output(UPDATES, update));
    tellIdleness(before, dasher, context);
    keep(dasher, context);
  }

  private void tellIdleness(DasherActivity before, Dasher dasher, Context context) {
    idle.between(context.getCurrentKey(), before, dasher.activity(), dasher.last())
        .forEach(change -> context.output(IDLE, change));
  }

  private void count(Track.Verdict verdict) {
    switch (verdict) {
      case LATE -> late.inc();
      case DOUBLED -> doubled.inc();
      case SUSPECT -> suspect.inc();
      case BELIEVED -> {}
    }
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
}
