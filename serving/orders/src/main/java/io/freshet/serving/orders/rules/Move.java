package io.freshet.serving.orders.rules;

import static io.freshet.serving.orders.rules.ActorKind.CUSTOMER;
import static io.freshet.serving.orders.rules.ActorKind.DASHER;
import static io.freshet.serving.orders.rules.ActorKind.OPS;
import static io.freshet.serving.orders.rules.ActorKind.RESTAURANT;
import static io.freshet.serving.orders.rules.ActorKind.SYSTEM;

import java.util.EnumSet;
import java.util.Set;

/** What can happen to an order after its creation, by whom, and whether it must be explained. */
enum Move {
  CONFIRM,
  START_PREPARING,
  FINISH_PREPARING,

  /** As soon as the restaurant has confirmed, however far the kitchen is. */
  ASSIGN,
  /** From one dasher to another. */
  REASSIGN,
  /** The dasher gives the order back, and there is no other yet. */
  RELEASE,

  PICK_UP,
  DELIVER,

  /** Until a dasher has the food; of a restaurant it is the refusal, early or late. */
  CANCEL,
  CANCEL_ON_THE_WAY;

  Set<ActorKind> actors() {
    return switch (this) {
      case CONFIRM, START_PREPARING, FINISH_PREPARING -> EnumSet.of(RESTAURANT, OPS);
      case ASSIGN, RELEASE -> EnumSet.of(DASHER, SYSTEM, OPS);
      // No dasher takes another's order alone.
      case REASSIGN -> EnumSet.of(SYSTEM, OPS);
      case PICK_UP, DELIVER -> EnumSet.of(DASHER, OPS);
      case CANCEL -> EnumSet.of(CUSTOMER, RESTAURANT, SYSTEM, OPS);
      // The food is lost, and somebody must look at it.
      case CANCEL_ON_THE_WAY -> EnumSet.of(OPS);
    };
  }

  /** Whatever takes back what was agreed upon says why. */
  boolean needsReason() {
    return switch (this) {
      case REASSIGN, RELEASE, CANCEL, CANCEL_ON_THE_WAY -> true;
      case CONFIRM, START_PREPARING, FINISH_PREPARING, ASSIGN, PICK_UP, DELIVER -> false;
    };
  }
}
