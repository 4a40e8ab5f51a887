package io.freshet.serving.orders.rules;

import io.freshet.serving.orders.rules.DasherChange.Leaves;
import io.freshet.serving.orders.rules.DasherChange.Stays;
import io.freshet.serving.orders.rules.DasherChange.Takes;
import java.util.EnumSet;
import java.util.Set;

/** Which moves a step is, from where an order stands. */
final class Moves {
  private static final Set<Move> NONE = Set.of();

  private Moves() {}

  /** Empty where it is none; two where the dasher leaves with a step of somebody else's. */
  static Set<Move> of(Standing standing, OrderState to, DasherChange dasher) {
    if (standing.state().isFinal()) {
      return NONE;
    }

    return switch (to) {
      case CREATED -> NONE;
      case CONFIRMED, PREPARING, READY -> kitchen(standing, to, dasher);
      case DASHER_ASSIGNED -> assignment(standing, dasher);
      case PICKED_UP -> pickUp(standing, dasher);
      case DELIVERED ->
          standing.isPickedUp() && dasher instanceof Stays ? EnumSet.of(Move.DELIVER) : NONE;
      case CANCELLED -> cancellation(standing, dasher);
    };
  }

  private static Set<Move> kitchen(Standing standing, OrderState to, DasherChange dasher) {
    if (standing.isPickedUp() || dasher instanceof Takes) {
      return NONE;
    }
    boolean goesOn = standing.kitchen().nextOfKitchen().filter(next -> next == to).isPresent();
    if (goesOn) {
      return withRelease(forward(to), standing, dasher);
    }
    // What the kitchen is at already says only that the dasher has gone.
    return standing.kitchen() == to && releases(standing, dasher) ? EnumSet.of(Move.RELEASE) : NONE;
  }

  private static Move forward(OrderState to) {
    return switch (to) {
      case CONFIRMED -> Move.CONFIRM;
      case PREPARING -> Move.START_PREPARING;
      case READY -> Move.FINISH_PREPARING;
      case CREATED, DASHER_ASSIGNED, PICKED_UP, DELIVERED, CANCELLED ->
          throw new IllegalArgumentException("No kitchen gets on to " + to);
    };
  }

  private static Set<Move> assignment(Standing standing, DasherChange dasher) {
    boolean isOpen = standing.kitchen() != OrderState.CREATED && !standing.isPickedUp();
    if (!isOpen || !(dasher instanceof Takes takes)) {
      return NONE;
    }
    if (standing.dasher().isEmpty()) {
      return EnumSet.of(Move.ASSIGN);
    }

    return standing.dasher().getAsLong() == takes.dasherId() ? NONE : EnumSet.of(Move.REASSIGN);
  }

  private static Set<Move> pickUp(Standing standing, DasherChange dasher) {
    boolean canBe =
        standing.kitchen() == OrderState.READY
            && standing.dasher().isPresent()
            && !standing.isPickedUp();

    return canBe && dasher instanceof Stays ? EnumSet.of(Move.PICK_UP) : NONE;
  }

  private static Set<Move> cancellation(Standing standing, DasherChange dasher) {
    if (!standing.isPickedUp()) {
      return withRelease(Move.CANCEL, standing, dasher);
    }

    return dasher instanceof Stays ? EnumSet.of(Move.CANCEL_ON_THE_WAY) : NONE;
  }

  private static Set<Move> withRelease(Move move, Standing standing, DasherChange dasher) {
    if (dasher instanceof Stays) {
      return EnumSet.of(move);
    }

    return releases(standing, dasher) ? EnumSet.of(move, Move.RELEASE) : NONE;
  }

  private static boolean releases(Standing standing, DasherChange dasher) {
    return dasher instanceof Leaves && standing.dasher().isPresent();
  }
}
