package io.freshet.console.delivery.map;

import io.freshet.console.board.Boards;
import io.freshet.serving.view.MarketPicture;
import io.freshet.serving.view.Place;
import io.freshet.serving.view.ServedDasher;
import io.freshet.serving.view.ServedOrder;
import io.freshet.serving.view.ServedSupply;
import io.freshet.serving.view.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Markets as Redis shows them, made up, on the streets of London. */
public final class Markets {
  public static final String LONDON = "london";
  private static final Instant NOON = Boards.NOW;

  private Markets() {}

  static Place place(double north, double east) {
    return new Place(51.5 + north, -0.13 + east);
  }

  /** Of a dasher, whose number is its own and a thousand. */
  static ServedOrder order(long id, String stage, long predicted, OptionalLong dasher) {
    return new ServedOrder(
        new Version(4, NOON.toEpochMilli()),
        LONDON,
        id,
        "dasher_assigned",
        Optional.of(
            new ServedOrder.Estimate(
                stage,
                NOON.plusSeconds(predicted),
                NOON.plusSeconds(predicted + 600),
                "traffic",
                "cell",
                OptionalLong.empty())),
        dasher,
        Optional.of(place(0.001 * (id % 20), 0.002 * (id % 17))),
        dasher.isPresent() ? Optional.of(place(0.0123456, 0.0123456)) : Optional.empty(),
        Optional.of(NOON));
  }

  static ServedDasher dasher(long id, String state, long silentSeconds) {
    return new ServedDasher(
        id,
        state,
        NOON.minusSeconds(silentSeconds),
        Optional.of(place(0.0004 * (id % 50), -0.0007 * (id % 60))));
  }

  /** Three orders, of which 17 is late, and one dasher of each kind. */
  public static MarketPicture few() {
    return new MarketPicture(
        LONDON,
        List.of(
            order(17, "to_customer", 1_500, OptionalLong.of(1_017)),
            order(18, "to_restaurant", 600, OptionalLong.of(1_018)),
            order(19, "to_customer", 300, OptionalLong.of(1_019)),
            order(20, "preparation", 900, OptionalLong.empty())),
        List.of(
            dasher(1_017, "busy", 10),
            dasher(1_018, "busy", 20),
            dasher(1_019, "busy", 400),
            dasher(1_020, "idle", 5)),
        Optional.of(new ServedSupply(NOON, 4, 3, 1, 4, List.of("online_dashers"))),
        true);
  }

  /** The same once the dasher without an order has moved a block to the north. */
  public static MarketPicture later() {
    MarketPicture few = few();
    List<ServedDasher> dashers = new ArrayList<>(few.dashers());
    ServedDasher idle = dashers.remove(dashers.size() - 1);
    Place before = idle.position().orElseThrow();
    dashers.add(
        new ServedDasher(
            idle.dasherId(),
            idle.state(),
            idle.heardAt(),
            Optional.of(new Place(before.latitude() + 0.001, before.longitude()))));

    return new MarketPicture(LONDON, few.orders(), dashers, few.supply(), true);
  }

  /** So many of each. */
  public static MarketPicture many(int orders, int dashers) {
    List<ServedOrder> allOrders = new ArrayList<>();
    for (int i = 0; i < orders; i++) {
      allOrders.add(order(i, "preparation", 600, OptionalLong.empty()));
    }
    List<ServedDasher> allDashers = new ArrayList<>();
    for (int i = 0; i < dashers; i++) {
      allDashers.add(dasher(i, "free", 5));
    }

    return new MarketPicture(LONDON, allOrders, allDashers, Optional.empty(), false);
  }

  /** What the customers of the few were told first. */
  public static Map<Long, Instant> promises() {
    return Map.of(17L, NOON.plusSeconds(900), 18L, NOON.plusSeconds(1_200));
  }
}
