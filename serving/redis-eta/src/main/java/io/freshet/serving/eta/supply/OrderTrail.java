package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.layout.ByteReader;
import io.freshet.serving.eta.layout.ByteWriter;
import io.freshet.serving.eta.travel.PlaceBytes;
import io.freshet.serving.eta.travel.Position;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The steps of one order, so that it is known how it stood at the end of any minute, in whatever
 * order they came.
 *
 * <p>Mutable; the array is never changed, but replaced.
 */
@TypeInfo(OrderTrailLayout.class)
public final class OrderTrail implements Trail {
  /** An order that nobody spoke of for so long is not on the way any more. */
  static final long REMEMBER_MILLIS = 6 * 60 * Minutes.MILLIS;

  private static final Step[] NONE = {};

  /** By version, each once. */
  private Step[] steps = NONE;

  List<Step> steps() {
    return List.of(steps);
  }

  /** False when the step is known. */
  boolean add(Step step) {
    int place = steps.length;
    while (place > 0 && steps[place - 1].version() > step.version()) {
      place--;
    }
    boolean known = place > 0 && steps[place - 1].version() == step.version();
    if (!known) {
      Step[] more = Arrays.copyOf(steps, steps.length + 1);
      System.arraycopy(steps, place, more, place + 1, steps.length - place);
      more[place] = steps.length == 0 ? step : step.sharing(steps[Math.max(0, place - 1)]);
      steps = more;
    }

    return !known;
  }

  /** How it stood at a moment; empty when it did not exist yet or was over. */
  Optional<OpenOrder> at(long moment) {
    OrderState state = null;
    Long dasherId = null;
    Position pickup = null;
    long first = Long.MAX_VALUE;
    long newest = Long.MIN_VALUE;
    for (Step step : steps) {
      if (step.millis() < moment) {
        if (step.state().isFinal()) {
          return Optional.empty();
        }
        state = step.state();
        dasherId = step.state().dasherAfter(dasherId, step.dasherId());
        pickup = pickup == null ? step.pickup() : pickup;
        first = Math.min(first, step.millis());
        newest = Math.max(newest, step.millis());
      }
    }

    return state == null || newest < moment - REMEMBER_MILLIS
        ? Optional.empty()
        : Optional.of(new OpenOrder(state, dasherId, pickup, first));
  }

  /** Whether it was delivered or cancelled at that moment, as long as that is remembered. */
  boolean isOver(long moment) {
    for (Step step : steps) {
      if (step.state().isFinal()
          && step.millis() < moment
          && step.millis() >= moment - REMEMBER_MILLIS) {
        return true;
      }
    }

    return false;
  }

  boolean wasCreatedWithin(long from, long to) {
    for (Step step : steps) {
      if (step.state() == OrderState.CREATED && step.millis() >= from && step.millis() < to) {
        return true;
      }
    }

    return false;
  }

  /** The minutes in which it was created; more than one only where steps contradict each other. */
  SortedSet<Long> createdIn() {
    SortedSet<Long> minutes = new TreeSet<>();
    for (Step step : steps) {
      if (step.state() == OrderState.CREATED) {
        minutes.add(Minutes.endOf(step.millis()));
      }
    }

    return minutes;
  }

  /** A minute, and those after it before which the order may have changed how it stands. */
  SortedSet<Long> turnsFrom(long minute) {
    SortedSet<Long> turns = new TreeSet<>();
    for (Step step : steps) {
      turns.add(Math.max(minute, Minutes.endOf(step.millis())));
      turns.add(Math.max(minute, Minutes.endOf(step.millis() + REMEMBER_MILLIS)));
    }

    return turns;
  }

  boolean hasEnded() {
    for (Step step : steps) {
      if (step.state().isFinal()) {
        return true;
      }
    }

    return false;
  }

  /** The first minute after that one before which there may be something to forget. */
  long forgetsAfter(long minute) {
    long newest = Long.MIN_VALUE / 2;
    long ended = Long.MAX_VALUE / 2;
    long superseded = Long.MAX_VALUE / 2;
    for (Step step : steps) {
      newest = Math.max(newest, step.millis());
      if (step.state().isFinal()) {
        ended = Math.min(ended, step.millis());
      } else {
        superseded = Math.min(superseded, step.millis() + Minutes.MILLIS);
      }
    }
    long next = Math.min(newest + REMEMBER_MILLIS, Math.max(ended, superseded));

    return Math.max(Minutes.endOf(next), minute + Minutes.MILLIS);
  }

  @Override
  public boolean forgetBefore(long minute) {
    boolean silent = true;
    for (Step step : steps) {
      silent &= step.millis() < minute - REMEMBER_MILLIS;
    }
    boolean over = isOver(minute);
    Step[] kept = new Step[steps.length];
    int count = 0;
    for (Step step : steps) {
      boolean superseded =
          over && !step.state().isFinal() && step.millis() < minute - Minutes.MILLIS;
      if (!silent && !superseded) {
        kept[count++] = step;
      }
    }
    if (count == steps.length) {
      return false;
    }
    steps = Arrays.copyOf(kept, count);

    return true;
  }

  @Override
  public boolean isEmpty() {
    return steps.length == 0;
  }

  OrderTrail copy() {
    OrderTrail copy = new OrderTrail();
    copy.steps = steps;

    return copy;
  }

  void write(ByteWriter out) {
    out.number(steps.length);
    for (Step step : steps) {
      out.number(step.version());
      out.small(step.state().ordinal());
      out.number(step.millis());
      out.optional(step.dasherId());
      PlaceBytes.write(step.pickup(), out);
    }
  }

  static OrderTrail read(ByteReader in) {
    OrderTrail trail = new OrderTrail();
    int size = in.integer();
    for (int i = 0; i < size; i++) {
      trail.add(
          new Step(
              in.integer(),
              OrderState.of(in.small()),
              in.number(),
              in.optional(),
              PlaceBytes.position(in)));
    }

    return trail;
  }
}
