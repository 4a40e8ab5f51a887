package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.travel.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What steps and predictions say of one order, in whatever order they come: the newest step counts,
 * and what it does not bring is that of the newest one that did. Of an order that is over little is
 * kept.
 */
final class KnownOrder {
  private OrderEvent newest;
  private long receivedMillis = Long.MIN_VALUE;
  private Brought<Long> dasher;
  private Brought<Position> pickup;
  private Brought<Position> dropoff;

  /** When each dasher was first named. */
  private Map<Long, Long> takenAt = Map.of();

  private Prediction prediction;
  private long toldMillis = Long.MIN_VALUE;

  /** A value and the version of the step that brought it. */
  private record Brought<T>(int version, T value) {
    static <T> Brought<T> newer(Brought<T> held, int version, T value) {
      boolean stays = value == null || (held != null && held.version > version);

      return stays ? held : new Brought<>(version, value);
    }

    static <T> T valueOf(Brought<T> held) {
      return held == null ? null : held.value;
    }
  }

  void add(OrderEvent step, long received) {
    int version = step.orderVersion();
    if (newest == null || version > newest.orderVersion()) {
      newest = step;
      receivedMillis = received;
    } else if (version == newest.orderVersion()) {
      receivedMillis = Math.max(receivedMillis, received);
    }
    dasher = Brought.newer(dasher, version, step.dasherId());
    take(step);
    pickup = isOver() ? null : Brought.newer(pickup, version, step.pickup());
    dropoff = isOver() ? null : Brought.newer(dropoff, version, step.dropoff());
    if (isOver()) {
      newest = step();
      prediction = null;
      toldMillis = Long.MIN_VALUE;
    }
  }

  void add(Prediction told, long received) {
    if (isOver() || (prediction != null && !told.isNewerThan(prediction))) {
      return;
    }
    prediction = told;
    toldMillis = received;
  }

  /** Whether any step is known: of an order that only predictions tell of nothing can be shown. */
  boolean hasSteps() {
    return newest != null;
  }

  boolean isOver() {
    return newest != null && newest.state().isFinal();
  }

  /** The newest step, with what earlier ones have brought. */
  OrderEvent step() {
    return new OrderEvent(
        newest.market(),
        newest.orderId(),
        newest.orderVersion(),
        newest.state(),
        newest.millis(),
        newest.dasherAfter(Brought.valueOf(dasher)),
        Brought.valueOf(pickup),
        Brought.valueOf(dropoff),
        newest.synthetic());
  }

  /** The newest one; empty for an order that is over. */
  Optional<Prediction> prediction() {
    return Optional.ofNullable(prediction);
  }

  /** When the newest that is known of it came in. */
  long receivedMillis() {
    return Math.max(receivedMillis, toldMillis);
  }

  /** What this order means to the dasher who has it, or had it last. */
  List<Assignment> assignments() {
    if (newest == null || dasher == null) {
      return List.of();
    }
    List<Assignment> told = new ArrayList<>();
    told.add(assignment(Assignment.Kind.ASSIGNED, takenAt.get(dasher.value)));
    if (newest.state() == OrderState.PICKED_UP) {
      told.add(assignment(Assignment.Kind.PICKED_UP, newest.millis()));
    } else if (isOver() || step().dasherId() == null) {
      told.add(assignment(Assignment.Kind.RELEASED, newest.millis()));
    }

    return told;
  }

  private Assignment assignment(Assignment.Kind kind, long millis) {
    return new Assignment(
        newest.market(), dasher.value, newest.orderId(), newest.orderVersion(), kind, millis);
  }

  private void take(OrderEvent step) {
    Long who = step.dasherId();
    if (who == null || takenAt.getOrDefault(who, Long.MAX_VALUE) <= step.millis()) {
      return;
    }
    Map<Long, Long> taken = new HashMap<>(takenAt);
    taken.put(who, step.millis());
    takenAt = Map.copyOf(taken);
  }
}
