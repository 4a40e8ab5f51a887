package io.freshet.serving.live.watch;

import io.freshet.serving.live.order.OrderState;
import io.freshet.serving.live.order.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * What this server knows of one order. States only get newer.
 *
 * @param asked whether Redis has been read since the first watcher came
 * @param missingSince when Redis was found to have lost the state of an order that is not over
 */
public record OrderView(
    Optional<Numbered> state, boolean asked, Optional<Instant> missingSince, boolean isGone) {
  static final OrderView NOTHING = new OrderView(Optional.empty(), false, Optional.empty(), false);

  /**
   * A state with its place among those that this server has seen of the order, from 1: what lies
   * between two places nobody needs to be told.
   */
  public record Numbered(OrderState state, long number) {}

  /** With a state that came; the same view when there is a newer one. */
  OrderView with(OrderState next) {
    if (!isNews(next.version())) {
      return this;
    }

    return new OrderView(
        Optional.of(new Numbered(next, number() + 1)), asked, Optional.empty(), false);
  }

  /** Redis has something of the order. */
  OrderView found() {
    return asked && missingSince.isEmpty()
        ? this
        : new OrderView(state, true, Optional.empty(), isGone);
  }

  /**
   * Redis has nothing of the order.
   *
   * @param when it was asked, what was known; a newer state has come since and stands
   */
  OrderView missing(OrderView when, Instant now) {
    if (number() != when.number()) {
      return this;
    }
    if (state.isEmpty()) {
      return new OrderView(state, true, Optional.empty(), false);
    }
    boolean isOver = state.get().state().isOver();

    return new OrderView(
        state, true, isOver ? Optional.empty() : Optional.of(missingSince.orElse(now)), isOver);
  }

  boolean isNews(Version version) {
    return state.map(held -> version.isNewerThan(held.state().version())).orElse(true);
  }

  /** How many states this server has seen. */
  long number() {
    return state.map(Numbered::number).orElse(0L);
  }

  /** Redis was asked and has never had anything of it. */
  boolean isUnknown() {
    return asked && state.isEmpty();
  }
}
