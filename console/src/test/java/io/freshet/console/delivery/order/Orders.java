package io.freshet.console.delivery.order;

import io.freshet.console.board.Boards;
import io.freshet.console.delivery.order.OrderStory.Step;
import io.freshet.console.delivery.order.OrderStory.Told;
import io.freshet.serving.view.Place;
import io.freshet.serving.view.ServedOrder;
import io.freshet.serving.view.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An order as Redis and tables tell of it, made up. */
public final class Orders {
  public static final Instant NOON = Boards.NOW;

  private Orders() {}

  /** Under way, and expected so many seconds after noon. */
  public static ServedOrder served(int version, long seconds) {
    return new ServedOrder(
        new Version(version, NOON.toEpochMilli()),
        "berlin",
        17,
        "dasher_assigned",
        Optional.of(
            new ServedOrder.Estimate(
                "to_restaurant",
                NOON.plusSeconds(seconds),
                NOON.plusSeconds(seconds + 600),
                "kitchen_slow",
                "cell",
                OptionalLong.of(2_100))),
        OptionalLong.of(987_654),
        Optional.of(new Place(52.5, 13.4)),
        Optional.of(new Place(52.612345, 13.512345)),
        Optional.of(NOON));
  }

  static Step step(int version, String state, long seconds) {
    Instant at = NOON.plusSeconds(seconds);

    return new Step(version, state, at, at.plusSeconds(1), "", false);
  }

  static Told told(long seconds, String stage, long predicted, String reason) {
    return new Told(
        NOON.plusSeconds(seconds),
        1,
        stage,
        NOON.plusSeconds(predicted),
        Optional.of(NOON.plusSeconds(predicted + 600)),
        reason,
        "cell",
        "");
  }

  public static OrderStory story() {
    return new OrderStory(
        List.of(
            step(1, "created", -900), step(2, "confirmed", -840), step(3, "dasher_assigned", -300)),
        List.of(
            told(-900, "preparation", 300, "on_time"),
            told(-800, "preparation", 300, "on_time"),
            told(-300, "to_restaurant", 420, "kitchen_slow")),
        true);
  }
}
