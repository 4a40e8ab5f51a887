package io.freshet.serving.orders.rules;

import io.freshet.serving.orders.rules.DasherChange.Leaves;
import io.freshet.serving.orders.rules.DasherChange.Takes;
import java.util.OptionalLong;

/**
 * How an order stands. Kitchen and dasher get on beside each other, and the state is that of
 * whoever made the last step; so it alone does not tell what may follow.
 *
 * @param kitchen how far the kitchen is: created (not asked yet), confirmed, preparing or ready
 * @param dasher who has the order, or had it when it ended
 */
public record Standing(OrderState state, OrderState kitchen, OptionalLong dasher) {
  public static final Standing NEW =
      new Standing(OrderState.CREATED, OrderState.CREATED, OptionalLong.empty());

  public Standing {
    if (!kitchen.isOfKitchen()) {
      throw new IllegalArgumentException("%s is no stage of a kitchen".formatted(kitchen));
    }
  }

  boolean isPickedUp() {
    return state == OrderState.PICKED_UP;
  }

  /** After a step that the rules allow. */
  Standing after(Wish wish) {
    OrderState to = wish.to();

    return new Standing(to, to.isOfKitchen() ? to : kitchen, after(wish.dasher()));
  }

  private OptionalLong after(DasherChange change) {
    if (change instanceof Takes takes) {
      return OptionalLong.of(takes.dasherId());
    }

    return change instanceof Leaves ? OptionalLong.empty() : dasher;
  }
}
