package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Grid;
import io.freshet.serving.eta.travel.KnownCells;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Tells how many dashers and open orders a market has, and where, at the end of each minute of
 * event time: once as soon as it is over, and again if late events changed it. Everything follows
 * from the events alone, whatever the order in which they come.
 *
 * <p>One key is a whole market. That is affordable because an event costs what it changes, and a
 * minute costs what is in its cells: nobody goes through all dashers. What is counted is kept
 * beside the state, not in it, and made anew of the trails after a restart.
 */
public final class SupplyFunction
    extends KeyedCoProcessFunction<String, Ping, OrderEvent, MarketSupply> {
  public static final OutputTag<CellSupply> CELLS = new OutputTag<>("supply-cells") {};

  static final int FIRST_REVISION = 1;
  static final int LATER_REVISION = 2;

  /** Cells of about 5 km²: what a dasher reaches within a few minutes. */
  public static final int RESOLUTION = 7;

  private final SupplyTimes times;

  private transient Grid grid;
  private transient StandingRule rule;
  private transient Map<String, MarketBook> books;
  private transient MapState<Long, DasherTrail> dashers;
  private transient MapState<Long, OrderTrail> orders;
  private transient MapState<Long, Picture> told;
  private transient ValueState<MarketClock> clocks;
  private transient Counter late;

  public SupplyFunction(SupplyTimes times) {
    this.times = times;
  }

  @Override
  public void open(OpenContext context) {
    grid = new Grid(RESOLUTION);
    rule = new StandingRule(new KnownCells(grid));
    books = new HashMap<>();
    dashers =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("dashers", Long.class, DasherTrail.class));
    orders =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("orders", Long.class, OrderTrail.class));
    told =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("told", Long.class, Picture.class));
    clocks = getRuntimeContext().getState(new ValueStateDescriptor<>("clock", MarketClock.class));
    late = getRuntimeContext().getMetricGroup().counter("lateSupplyEvents");
  }

  @Override
  public void processElement1(Ping ping, Context context, Collector<MarketSupply> out)
      throws Exception {
    MarketClock clock = hear(ping.fix().millis(), context);
    book(ping.market(), clock).see(ping.dasherId(), new Sight(ping.fix(), ping.orderId()));
  }

  @Override
  public void processElement2(OrderEvent event, Context context, Collector<MarketSupply> out)
      throws Exception {
    MarketClock clock = hear(event.millis(), context);
    book(event.market(), clock).take(event.orderId(), Step.of(event));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<MarketSupply> out)
      throws Exception {
    MarketClock clock = clocks.value();
    if (clock == null) {
      return;
    }
    long watermark = context.timerService().currentWatermark();
    MarketBook book = book(context.getCurrentKey(), clock);
    while (clock.soon != MarketClock.NEVER && times.soonAt(clock.soon) <= watermark) {
      if (!told.contains(clock.soon)) {
        tell(book.at(clock.soon), clock.soon, context, out);
      }
      clock.pass();
    }
    while (!clock.isAsleep() && SupplyTimes.settledAt(clock.settled) <= watermark) {
      settle(book, clock.settled, context, out);
      clock.settle();
    }
    if (clock.isAsleep()) {
      sleep(clock, watermark, context);
    } else {
      clocks.update(clock);
      setTimers(clock, context);
    }
  }

  private MarketClock hear(long millis, Context context) throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (millis <= watermark) {
      late.inc();
    }
    MarketClock known = clocks.value();
    MarketClock clock = known == null ? new MarketClock() : known;
    long soon = clock.soon;
    long settled = clock.settled;
    clock.heard(millis, SupplyTimes.firstOpen(watermark));
    clocks.update(clock);
    if (clock.isAsleep() || clock.soon != soon || clock.settled != settled) {
      setTimers(clock, context);
    }

    return clock;
  }

  private MarketBook book(String market, MarketClock clock) throws Exception {
    MarketBook known = books.get(market);
    if (known != null) {
      return known;
    }
    MarketBook book =
        new MarketBook(rule, new StateTrails<>(dashers), new StateTrails<>(orders), clock.done);
    book.restore(dashers.entries(), orders.entries());
    books.put(market, book);

    return book;
  }

  private void setTimers(MarketClock clock, Context context) {
    if (clock.soon != MarketClock.NEVER) {
      context.timerService().registerEventTimeTimer(times.soonAt(clock.soon));
    }
    long settled = SupplyTimes.settledAt(clock.settled);
    context.timerService().registerEventTimeTimer(clock.isAsleep() ? forgottenAt(clock) : settled);
  }

  private void tell(
      Picture picture, long minute, OnTimerContext context, Collector<MarketSupply> out)
      throws Exception {
    told.put(minute, picture);
    out.collect(MarketSupply.of(context.getCurrentKey(), minute, FIRST_REVISION, picture));
    picture.cells().forEach(cell -> tell(minute, FIRST_REVISION, cell, context));
  }

  private void settle(
      MarketBook book, long minute, OnTimerContext context, Collector<MarketSupply> out)
      throws Exception {
    Picture before = told.get(minute);
    Picture picture = book.at(minute);
    if (before == null) {
      tell(picture, minute, context, out);
    } else {
      if (!picture.hasTheMarketOf(before)) {
        out.collect(MarketSupply.of(context.getCurrentKey(), minute, LATER_REVISION, picture));
      }
      changed(before, picture).forEach(cell -> tell(minute, LATER_REVISION, cell, context));
    }
    told.remove(minute);
    book.settle(minute);
  }

  /** Cells that hold something else than before, those that hold nothing any more included. */
  private static List<CellFigures> changed(Picture before, Picture after) {
    Map<Long, Figures> left = new TreeMap<>();
    before.cells().forEach(cell -> left.put(cell.cell(), cell.figures()));
    List<CellFigures> changed = new ArrayList<>();
    for (CellFigures cell : after.cells()) {
      if (!cell.figures().equals(left.remove(cell.cell()))) {
        changed.add(cell);
      }
    }
    left.keySet().forEach(cell -> changed.add(new CellFigures(cell, Figures.NONE)));

    return changed;
  }

  private void tell(long minute, int revision, CellFigures cell, Context context) {
    context.output(
        CELLS,
        new CellSupply(
            context.getCurrentKey(),
            cell.cell(),
            grid.centre(cell.cell()),
            minute,
            revision,
            cell.figures()));
  }

  /** Orders are remembered for a while in case the market wakes up. */
  private void sleep(MarketClock clock, long watermark, OnTimerContext context) throws Exception {
    told.clear();
    if (watermark >= forgottenAt(clock)) {
      dashers.clear();
      orders.clear();
      clocks.clear();
      books.remove(context.getCurrentKey());
    } else {
      clocks.update(clock);
      setTimers(clock, context);
    }
  }

  private static long forgottenAt(MarketClock clock) {
    return clock.newest + OrderTrail.REMEMBER_MILLIS + Minutes.MILLIS;
  }
}
