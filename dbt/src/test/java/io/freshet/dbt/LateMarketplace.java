package io.freshet.dbt;

import io.freshet.core.lake.PlatformColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a {@link Marketplace} after its days: late steps, and a repair of its rows. */
final class LateMarketplace {
  private final Marketplace marketplace;
  private final List<Order> orders;

  /**
   * @param orders the marketplace's own, which follow
   */
  LateMarketplace(Marketplace marketplace, List<Order> orders) {
    this.marketplace = marketplace;
    this.orders = orders;
  }

  /**
   * What comes days too late: the end of every order that was still open, an order that nobody knew
   * of, and the first step of one, which puts it into the day before.
   */
  List<Map<String, Object>> rows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      Order order = orders.get(i);
      if (!order.state().equals("delivered") && !order.state().equals("cancelled")) {
        Order.Step last = order.steps().get(order.steps().size() - 1);
        orders.set(
            i,
            with(
                order,
                new Order.Step(
                    7,
                    "delivered",
                    last.time().plusSeconds(4_000),
                    Optional.of(3L),
                    Optional.empty(),
                    false),
                rows));
      }
    }
    Order unknown = marketplace.order(Marketplace.ORDERS + 1);
    unknown.steps().forEach(step -> rows.add(marketplace.row(unknown, step)));
    orders.add(unknown);
    Instant midnight =
        Marketplace.FIRST_DAY.plusDays(1).atStartOfDay(Marketplace.BERLIN).toInstant();
    for (int i = 0; i < orders.size(); i++) {
      Order order = orders.get(i);
      if (order.market().equals("berlin") && order.steps().get(0).time().isAfter(midnight)) {
        Order.Step created = order.steps().get(0);
        orders.set(
            i,
            with(
                order,
                new Order.Step(
                    1,
                    created.state(),
                    midnight.minusSeconds(1),
                    created.dasher(),
                    created.reason(),
                    created.synthetic()),
                rows));
        break;
      }
    }

    return rows;
  }

  /**
   * The same rows as a repair leaves them: an order has another price, another one has lost all of
   * its steps, and one that nobody knew of comes in at an offset before all others.
   */
  List<Map<String, Object>> repaired(List<Map<String, Object>> held) {
    Order dearer = orders.stream().filter(LateMarketplace::hasLocalPrice).findFirst().orElseThrow();
    Order gone = orders.get(orders.indexOf(dearer) + 1);
    Order.Money price = dearer.price().orElseThrow();
    Order.Money more = new Order.Money(price.minor() + 100, price.currency());
    orders.replaceAll(
        order ->
            order.equals(dearer)
                ? new Order(
                    order.market(),
                    order.id(),
                    order.restaurant(),
                    Optional.of(more),
                    order.steps())
                : order);
    orders.remove(gone);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> row : held) {
      Map<String, Object> anew = new HashMap<>(row);
      if (row.get(Marketplace.ORDER_ID).equals(dearer.id())) {
        anew.computeIfPresent("subtotal_minor", (column, minor) -> more.minor());
      }
      if (!row.get(Marketplace.ORDER_ID).equals(gone.id())) {
        rows.add(anew);
      }
    }
    Order whole = marketplace.order(Marketplace.ORDERS + 3);
    Order earlier =
        new Order(
            whole.market(),
            whole.id(),
            whole.restaurant(),
            whole.price(),
            whole.steps().subList(0, 1));
    orders.add(earlier);
    Map<String, Object> first = marketplace.row(earlier, earlier.steps().get(0));
    first.put(PlatformColumns.OFFSET, 0L);
    rows.add(first);

    return rows;
  }

  private static boolean hasLocalPrice(Order order) {
    return order.state().equals("delivered")
        && order
            .price()
            .filter(price -> price.currency().equals(Marketplace.currency(order.market())))
            .isPresent();
  }

  private Order with(Order order, Order.Step step, List<Map<String, Object>> rows) {
    rows.add(marketplace.row(order, step));
    List<Order.Step> steps = new ArrayList<>(order.steps());
    steps.add(0, step);

    return new Order(order.market(), order.id(), order.restaurant(), order.price(), steps);
  }
}
