package io.freshet.serving.live.menu;

import io.freshet.serving.live.order.OrderKey;
import java.util.Optional;

/** One restaurant of one market. */
public record MenuKey(String market, long restaurantId) {
  /** The restaurant of that name; empty when there can be none. */
  public static Optional<MenuKey> of(String market, String restaurantId) {
    // Both are written as an order's are.
    return OrderKey.of(market, restaurantId)
        .map(alike -> new MenuKey(alike.market(), alike.orderId()));
  }

  /** Under which Redis has its menu. */
  String redisName() {
    return "menu:" + market + ":" + restaurantId;
  }

  @Override
  public String toString() {
    return market + "/" + restaurantId;
  }
}
