package io.freshet.serving.eta.rebuild;

import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherUpdate;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.redis.SupplyEntry;
import io.freshet.serving.eta.travel.Fix;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What Redis should hold by all that was read. Makes each document as it is asked for. */
final class WantedDocuments {
  private final RedisEntries entries;
  private final OrderRule rule = new OrderRule();

  WantedDocuments(RedisEntries entries) {
    this.entries = entries;
  }

  /** The key of each order that is known, and its document; empty where too little is known. */
  void orders(Found found, BiConsumer<String, Optional<Wanted>> reader) {
    found
        .orders()
        .forEach(
            (key, order) ->
                reader.accept(
                    RedisKeys.order(key.market(), key.orderId()),
                    order.hasSteps()
                        ? Optional.of(order(key, order, found.dashers()))
                        : Optional.empty()));
  }

  /** The key of each dasher that is known, and its document; empty where too little is known. */
  void dashers(Found found, BiConsumer<String, Optional<Wanted>> reader) {
    DasherBook dashers = found.dashers();
    dashers.forEach(
        (key, shown) ->
            reader.accept(
                RedisKeys.dasher(key.market(), key.dasherId()),
                shown.map(update -> dasher(update, dashers.receivedMillis(key)))));
  }

  /** The key of each market that is known, and its document. */
  void supply(Found found, BiConsumer<String, Optional<Wanted>> reader) {
    found
        .supply()
        .forEach(
            (standing, received) -> {
              RedisWrite write = SupplyEntry.of(standing);
              reader.accept(write.key(), Optional.of(new Wanted(write, write.millis(), received)));
            });
  }

  private Wanted dasher(DasherUpdate update, long received) {
    return new Wanted(entries.dasher(update), update.millis(), received);
  }

  private Wanted order(OrderKey key, KnownOrder order, DasherBook dashers) {
    Long who = order.isOver() ? null : order.step().dasherId();
    if (who == null) {
      return order(order, Optional.empty(), order.receivedMillis());
    }
    DasherKey dasher = new DasherKey(key.market(), who);
    Optional<Fix> fix = dashers.fix(dasher);
    long received =
        fix.filter(seen -> seen.millis() >= order.step().millis()).isPresent()
            ? Math.max(order.receivedMillis(), dashers.receivedMillis(dasher))
            : order.receivedMillis();

    return order(order, fix, received);
  }

  /** A step and a prediction are surely shown. */
  private Wanted order(KnownOrder order, Optional<Fix> fix, long received) {
    RedisWrite write = entries.order(rule.stand(order, fix));
    OrderEvent step = order.step();
    long certain =
        order
            .prediction()
            .filter(told -> told.orderVersion() == step.orderVersion())
            .map(told -> Math.max(told.millis(), step.millis()))
            .orElse(step.millis());

    return new Wanted(write, Math.min(write.millis(), certain), received);
  }
}
