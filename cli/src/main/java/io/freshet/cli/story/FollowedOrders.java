package io.freshet.cli.story;

import io.freshet.cli.live.LiveOrders.LiveOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which few orders of a run somebody may follow: a next one for each that is over. */
final class FollowedOrders {
  private static final int AT_ONCE = 3;

  private final Set<String> followed = new LinkedHashSet<>();

  /**
   * Those that are followed from now on, the ones first that have most before them.
   *
   * @param some orders that are on their way
   * @param isOnItsWay whether that is still so of a key
   */
  List<LiveOrder> next(List<LiveOrder> some, Predicate<String> isOnItsWay) {
    followed.removeIf(isOnItsWay.negate());
    List<LiveOrder> next = new ArrayList<>();
    some.stream()
        .sorted(Comparator.comparing(LiveOrder::isPickedUp))
        .filter(order -> followed.size() < AT_ONCE && followed.add(order.key()))
        .forEach(next::add);

    return next;
  }
}
