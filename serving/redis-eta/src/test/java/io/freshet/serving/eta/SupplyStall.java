package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.supply.MarketSupply;
import io.freshet.serving.eta.supply.SupplyFunction;
import io.freshet.serving.eta.supply.SupplyTimes;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

/**
 * For how long telling supply stands still at most: {@code SupplyStall DASHERS PINGS_PER_SECOND
 * MINUTES}, in event time, of one market and by one thread. Dashers carry an order half of the time
 * and drive there and back over 70 km by 40 km.
 */
public final class SupplyStall {
  private static final String MARKET = "market";
  private static final long START = 1_790_000_040_000L;
  private static final long DISORDER = 120_000;
  private static final long FIRST_ORDER = 1_000_000_000_000L;
  private static final long WATERMARK_EVERY = 200;
  private static final long CYCLE = 18 * 60_000L;
  private static final OrderState[] STEPS = {
    OrderState.CREATED, OrderState.DASHER_ASSIGNED, OrderState.PICKED_UP, OrderState.DELIVERED
  };
  private static final long[] STEP_AT = {0, 2 * 60_000L, 6 * 60_000L, 15 * 60_000L};

  /** Until then nothing is compiled, and no minute is full. */
  private static final int WARM_UP_MINUTES = 7;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int dashers;
  private final long pingsPerSecond;
  private long longestEvent;
  private long events;
  private long eventNanos;

  /** What a watermark took, by the clock and of the processor. */
  private record Stall(long nanos, long cpuNanos) {}

  private SupplyStall(int dashers, int pingsPerSecond) {
    this.dashers = dashers;
    this.pingsPerSecond = pingsPerSecond;
  }

  public static void main(String[] arguments) throws Exception {
    SupplyStall stall =
        new SupplyStall(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    stall.run(Integer.parseInt(arguments[2]));
  }

  private void run(int minutes) throws Exception {
    OperatorSubtaskState state;
    long end = START + (WARM_UP_MINUTES + minutes) * 60_000L;
    try (var harness = harness()) {
      harness.open();
      play(harness, START, START + WARM_UP_MINUTES * 60_000L);
      longestEvent = 0;
      events = 0;
      eventNanos = 0;
      List<Stall> stalls = play(harness, START + WARM_UP_MINUTES * 60_000L, end);
      System.out.printf(
          "longest stall %.1f ms, of processor time %.1f ms; an event %.0f ns of it, at most %.1f ms%n",
          millis(stalls.stream().mapToLong(Stall::nanos).max().orElseThrow()),
          millis(stalls.stream().mapToLong(Stall::cpuNanos).max().orElseThrow()),
          (double) eventNanos / events,
          millis(longestEvent));
      harness.setCheckpointStorage(new JobManagerCheckpointStorage(Integer.MAX_VALUE));
      state = harness.snapshot(1, 1);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      long before = System.nanoTime();
      ping(harness, end, 0);
      System.out.printf(
          "first event after a restart: %.0f ms%n", millis(System.nanoTime() - before));
    }
  }

  private List<Stall> play(
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness,
      long from,
      long until)
      throws Exception {
    List<Stall> stalls = new ArrayList<>();
    for (long begin = from; begin < until; begin += WATERMARK_EVERY) {
      long cpuBefore = THREADS.getCurrentThreadCpuTime();
      happen(harness, begin, begin + WATERMARK_EVERY);
      long cpuBetween = THREADS.getCurrentThreadCpuTime();
      long between = System.nanoTime();
      harness.processBothWatermarks(new Watermark(begin + WATERMARK_EVERY - DISORDER - 1));
      long nanos = System.nanoTime() - between;
      stalls.add(new Stall(nanos, THREADS.getCurrentThreadCpuTime() - cpuBetween));
      eventNanos += cpuBetween - cpuBefore;
      harness.getOutput().clear();
      if (harness.getSideOutput(SupplyFunction.CELLS) != null) {
        harness.getSideOutput(SupplyFunction.CELLS).clear();
      }
    }

    return stalls;
  }

  private void happen(
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness,
      long from,
      long until)
      throws Exception {
    long ping = (from - START) * pingsPerSecond / 1_000;
    for (; pingAt(ping) < until; ping++) {
      ping(harness, pingAt(ping), (int) (ping % dashers));
    }
    for (int step = 0; step < STEPS.length; step++) {
      long order = Math.floorDiv((from - START - STEP_AT[step]) * dashers, CYCLE);
      for (; orderAt(order) + STEP_AT[step] < until; order++) {
        if (orderAt(order) + STEP_AT[step] >= from) {
          step(harness, order, step);
        }
      }
    }
  }

  private void ping(
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness,
      long millis,
      int dasher)
      throws Exception {
    long sinceFirst = millis - START - CYCLE * dasher / dashers;
    long in = Math.floorMod(sinceFirst, CYCLE);
    boolean carries = in >= STEP_AT[2] && in < STEP_AT[3];
    long order = Math.floorDiv(sinceFirst, CYCLE) * dashers + dasher;
    Ping ping =
        new Ping(MARKET, dasher, carries ? id(order) : null, new Fix(millis, place(dasher, in)));
    long before = System.nanoTime();
    harness.processElement1(ping, millis);
    longestEvent = Math.max(longestEvent, System.nanoTime() - before);
    events++;
  }

  /** The orders of one dasher follow each other; those that begin before the first are negative. */
  private void step(
      KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply> harness,
      long order,
      int step)
      throws Exception {
    int dasher = (int) Math.floorMod(order, (long) dashers);
    long millis = orderAt(order) + STEP_AT[step];
    OrderEvent event =
        new OrderEvent(
            MARKET,
            id(order),
            step + 1,
            STEPS[step],
            millis,
            step == 0 ? null : (long) dasher,
            place(dasher, STEP_AT[2]),
            null,
            false);
    long before = System.nanoTime();
    harness.processElement2(event, millis);
    longestEvent = Math.max(longestEvent, System.nanoTime() - before);
    events++;
  }

  private long pingAt(long ping) {
    return START + ping * 1_000 / pingsPerSecond;
  }

  private long orderAt(long order) {
    return START + Math.floorDiv(order * CYCLE, dashers);
  }

  private static long id(long order) {
    return FIRST_ORDER + order;
  }

  private static Position place(int dasher, long inCycle) {
    double part = Math.abs(inCycle - CYCLE / 2.0) / CYCLE;

    return new Position(
        degrees(37.4 + dasher % 447 * 0.0008 + part * 0.06),
        degrees(-122.6 + dasher / 447 * 0.0018 + part * 0.02));
  }

  /** As events have them. */
  private static double degrees(double degrees) {
    return Math.rint(degrees * 1e6) / 1e6;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, Ping, OrderEvent, MarketSupply>
      harness() throws Exception {
    SupplyTimes times = new SupplyTimes(Duration.ofSeconds(10), Duration.ofMillis(DISORDER));

    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new SupplyFunction(times)),
        Ping::market,
        OrderEvent::market,
        Types.STRING);
  }
}
