package io.freshet.serving.live.watch;

import io.freshet.serving.live.order.OrderMessages;
import java.time.Instant;
import java.util.Optional;

/**
 * One message to a watcher.
 *
 * @param after what the watcher has been told when it has this
 */
public record Push(Type type, String json, Told after) {
  /** What a message is about. */
  public enum Type {
    SNAPSHOT,
    DELTA,
    WAITING,
    STALE,
    FRESH,
    GONE
  }

  /** What a watcher has been told so far. */
  public record Told(Optional<OrderView.Numbered> state, Condition condition) {
    /** Of a watcher that has just come. */
    public static final Told NOTHING = new Told(Optional.empty(), Condition.UNSAID);

    Told with(OrderView.Numbered next) {
      Condition now = condition == Condition.STALE ? Condition.STALE : Condition.FRESH;

      return new Told(Optional.of(next), now);
    }

    Told with(Condition next) {
      return new Told(state, next);
    }
  }

  /** How what a watcher has been told relates to the truth, as it was told. */
  public enum Condition {
    UNSAID,
    WAITING,
    FRESH,
    STALE
  }

  /**
   * Whether it tells a watcher, who had been told that before, that the order took a step. What the
   * order was when they came is none.
   */
  boolean isStep(Told before) {
    return switch (type) {
      case DELTA -> orderVersion(after) > orderVersion(before);
      case SNAPSHOT -> before.condition() == Condition.WAITING;
      case WAITING, STALE, FRESH, GONE -> false;
    };
  }

  private static long orderVersion(Told told) {
    return told.state().orElseThrow().state().version().orderVersion();
  }

  /** Makes the message between two states; many watchers may need the same. */
  interface Deltas {
    String between(OrderView.Numbered from, OrderView.Numbered to);
  }

  /**
   * What a watcher is to be told next: at most one message leads from whatever it knows to what is
   * known now.
   *
   * @param staleSince since when nobody can say whether there is something newer
   */
  static Optional<Push> next(
      OrderView view, Optional<Instant> staleSince, Told told, Deltas deltas) {
    Optional<OrderView.Numbered> state = view.state();
    if (state.isPresent() && told.state().isEmpty()) {
      return Optional.of(
          new Push(
              Type.SNAPSHOT, OrderMessages.snapshot(state.get().state()), told.with(state.get())));
    }
    if (state.isPresent() && isNewer(state.get(), told)) {
      return Optional.of(
          new Push(
              Type.DELTA,
              deltas.between(told.state().orElseThrow(), state.get()),
              told.with(state.get())));
    }
    if (view.isGone()) {
      return Optional.of(new Push(Type.GONE, OrderMessages.gone(), told));
    }

    return condition(view, staleSince, told);
  }

  private static Optional<Push> condition(OrderView view, Optional<Instant> staleSince, Told told) {
    boolean toldStale = told.condition() == Condition.STALE;
    if (staleSince.isPresent()) {
      return toldStale
          ? Optional.empty()
          : Optional.of(
              new Push(
                  Type.STALE, OrderMessages.stale(staleSince.get()), told.with(Condition.STALE)));
    }
    if (toldStale) {
      return Optional.of(new Push(Type.FRESH, OrderMessages.fresh(), told.with(Condition.FRESH)));
    }
    boolean isToBeTold = told.condition() != Condition.WAITING;

    return view.isUnknown() && isToBeTold
        ? Optional.of(new Push(Type.WAITING, OrderMessages.waiting(), told.with(Condition.WAITING)))
        : Optional.empty();
  }

  private static boolean isNewer(OrderView.Numbered state, Told told) {
    return state.number() > told.state().orElseThrow().number();
  }
}
