package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.BatchIdle.Stretch;
import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.dasher.DasherFunction;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.IdleChange;
import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of idle dashers is what a batch finds in all events, over a restart. */
class IdleExactnessTest {
  private static final String MARKET = "m";
  private static final long START = TinyMarket.START / 60_000 * 60_000;
  private static final long MINUTE = 60_000;
  private static final long DISORDER = 2 * MINUTE;
  private static final int DASHERS = 6;
  private static final int PARTS = 12;

  /** An event and when it happened. */
  private record Happening(long millis, Ping ping, OrderEvent step) {}

  private final List<Happening> happenings = new ArrayList<>();
  private long nextOrder = 1;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void eachStretchIsWhatABatchFinds(long seed) throws Exception {
    live(new Random(seed));
    List<Stretch> found = new BatchIdle(pings(), steps()).stretches();

    List<IdleChange> told = tell(happenings.size() / 2);

    assertThat(found).extracting(Stretch::endedBy).contains("ORDER", "OFFLINE");
    assertThat(told).hasSize(2 * found.size());
    assertThat(told)
        .filteredOn(change -> change.ending() == null)
        .allMatch(change -> change.millis() == change.since() + BatchIdle.IDLE_AFTER);
    assertThat(told)
        .filteredOn(change -> change.ending() != null)
        .extracting(
            change ->
                new Stretch(
                    change.dasherId(), change.since(), change.millis(), change.ending().name()))
        .containsExactlyInAnyOrderElementsOf(found);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areAPartOfThoseThatMarketSupplyCounts(long seed) throws Exception {
    live(new Random(seed));
    BatchSupply supply = new BatchSupply(pings(), steps());
    List<Stretch> idle = new BatchIdle(pings(), steps()).stretches();
    List<IdleChange> told = tell(0);
    long last = happenings.get(happenings.size() - 1).millis();

    long idleMinutes = 0;
    for (long minute = START + MINUTE; minute < last; minute += MINUTE) {
      long at = minute;
      long open =
          told.stream()
              .filter(change -> change.millis() < at)
              .mapToInt(change -> change.ending() == null ? 1 : -1)
              .sum();

      assertThat(open)
          .as("minute %d", minute)
          .isEqualTo(idle.stream().filter(stretch -> stretch.isIdleAt(at)).count())
          .isLessThanOrEqualTo(supply.market(minute).idle());
      idleMinutes += open;
    }
    assertThat(idleMinutes).isPositive();
  }

  /** Free for a while, silent for a while, on the way with an order for a while. */
  private void live(Random random) {
    for (long dasher = 1; dasher <= DASHERS; dasher++) {
      long now = START + random.nextInt(600_000);
      for (int part = 0; part < PARTS; part++) {
        long until = now + MINUTE + random.nextLong(40 * MINUTE);
        switch (random.nextInt(3)) {
          case 0 -> stand(dasher, now, until);
          case 1 -> deliver(dasher, now, until);
          default -> {} // silent
        }
        now = until;
      }
    }
    happenings.sort(Comparator.comparingLong(Happening::millis));
  }

  private void stand(long dasher, long from, long until) {
    for (long t = from + 1; t < until; t += 50_000) {
      see(dasher, t, null);
    }
  }

  private void deliver(long dasher, long from, long until) {
    long order = nextOrder++;
    step(order, 1, OrderState.CREATED, from, null);
    step(order, 2, OrderState.DASHER_ASSIGNED, from + 2, dasher);
    for (long t = from + 3; t < until - 10; t += 50_000) {
      see(dasher, t, t - from > MINUTE ? order : null);
    }
    step(order, 3, OrderState.DELIVERED, until - 5, dasher);
  }

  private void see(long dasher, long millis, Long order) {
    Fix fix = new Fix(millis, new Position(37.78, -122.42));
    happenings.add(new Happening(millis, new Ping(MARKET, dasher, order, fix), null));
  }

  private void step(long order, int version, OrderState state, long millis, Long dasher) {
    happenings.add(
        new Happening(
            millis,
            null,
            new OrderEvent(
                MARKET,
                order,
                version,
                state,
                millis,
                dasher,
                new Position(37.78, -122.42),
                null,
                false)));
  }

  private List<Ping> pings() {
    return happenings.stream().map(Happening::ping).filter(ping -> ping != null).toList();
  }

  private List<OrderEvent> steps() {
    return happenings.stream().map(Happening::step).filter(step -> step != null).toList();
  }

  /** With a restart in between, from which it goes on as if nothing had been. */
  private List<IdleChange> tell(int restart) throws Exception {
    List<IdleChange> told = new ArrayList<>();
    OperatorSubtaskState state;
    try (var harness = harness()) {
      harness.open();
      play(happenings.subList(0, restart), harness);
      state = harness.snapshot(1, 1);
      note(harness, told);
    }
    try (var harness = harness()) {
      harness.initializeState(state);
      harness.open();
      play(happenings.subList(restart, happenings.size()), harness);
      harness.processBothWatermarks(new Watermark(Long.MAX_VALUE));
      note(harness, told);
    }

    return told;
  }

  private static void play(
      List<Happening> happenings,
      KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting> harness)
      throws Exception {
    for (Happening happening : happenings) {
      long millis = happening.millis();
      if (happening.ping() != null) {
        harness.processElement1(happening.ping(), millis);
      } else if (happening.step().dasherId() != null) {
        harness.processElement2(assignment(happening.step()), millis);
      }
      harness.processBothWatermarks(new Watermark(millis - DISORDER - 1));
    }
  }

  private static Assignment assignment(OrderEvent step) {
    Assignment.Kind kind =
        step.state().isFinal() ? Assignment.Kind.RELEASED : Assignment.Kind.ASSIGNED;

    return new Assignment(
        step.market(), step.dasherId(), step.orderId(), step.orderVersion(), kind, step.millis());
  }

  private static void note(
      KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting> harness,
      List<IdleChange> told) {
    Queue<StreamRecord<IdleChange>> changes = harness.getSideOutput(DasherFunction.IDLE);
    if (changes != null) {
      changes.forEach(change -> told.add(change.getValue()));
    }
  }

  private static KeyedTwoInputStreamOperatorTestHarness<DasherKey, Ping, Assignment, Sighting>
      harness() throws Exception {
    Limits limits = Limits.of(Duration.ofMinutes(20), Duration.ofMinutes(5));

    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(
            new DasherFunction(limits, Duration.ofSeconds(30), Duration.ofSeconds(1))),
        ping -> new DasherKey(ping.market(), ping.dasherId()),
        assignment -> new DasherKey(assignment.market(), assignment.dasherId()),
        TypeInformation.of(DasherKey.class));
  }
}
