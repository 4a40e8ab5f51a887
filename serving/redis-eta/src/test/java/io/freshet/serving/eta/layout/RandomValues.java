package io.freshet.serving.eta.layout;

import io.freshet.serving.eta.dasher.Assignment;
import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.Sighting;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.order.Assigned;
import io.freshet.serving.eta.order.Journey;
import io.freshet.serving.eta.order.Moment;
import io.freshet.serving.eta.order.OrderKey;
import io.freshet.serving.eta.order.OrderSignal;
import io.freshet.serving.eta.order.Places;
import io.freshet.serving.eta.prediction.Leg;
import io.freshet.serving.eta.prediction.Lesson;
import io.freshet.serving.eta.prediction.Outcome;
import io.freshet.serving.eta.prediction.Reason;
import io.freshet.serving.eta.prediction.Stage;
import io.freshet.serving.eta.travel.CellSpeed;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Hop;
import io.freshet.serving.eta.travel.PartKey;
import io.freshet.serving.eta.travel.Position;
import io.freshet.serving.eta.travel.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One of each element and key that has a layout, usual and unusual; the same for the same seed. */
public final class RandomValues {
  private static final String[] MARKETS = {"san_francisco", "m", "münchen", "東京", ""};

  private final Random random;

  public RandomValues(long seed) {
    this.random = new Random(seed);
  }

  List<Object> oneOfEach() {
    return List.of(
        new Ping(market(), number(), optional(), fix(), number()),
        orderEvent(),
        sighting(),
        new Assignment(
            market(),
            number(),
            number(),
            integer(),
            Assignment.Kind.values()[random.nextInt(3)],
            number()),
        new DasherKey(market(), number()),
        new OrderKey(market(), number()),
        new PartKey(market(), number()),
        new Hop(market(), number(), number(), real(), real()),
        new CellSpeed(market(), number(), (float) real(), (float) real(), number()),
        random.nextBoolean() ? OrderSignal.of(orderEvent()) : OrderSignal.of(sighting()),
        new Assigned(integer(), optional(), number()),
        moment(),
        new Lesson(market(), outcomes()));
  }

  public Leg leg() {
    return new Leg(
        Stage.values()[random.nextInt(Stage.values().length)],
        random.nextInt(9),
        real(),
        real(),
        random.nextBoolean(),
        number(),
        number());
  }

  public Fix fix() {
    return new Fix(number(), position());
  }

  /** Half of them as events have them. */
  public Position position() {
    return random.nextBoolean()
        ? new Position(random.nextInt(180_000_000) / 1e6 - 90, random.nextInt(360_000_000) / 1e6)
        : new Position(real(), real());
  }

  public long number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(200) - 100;
      case 1 -> 1_790_000_000_000L + random.nextInt();
      case 2 -> random.nextLong();
      default -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
    };
  }

  private Moment moment() {
    List<Leg> legs = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      legs.add(leg());
    }

    return new Moment(
        market(),
        number(),
        integer(),
        state(),
        optional(),
        number(),
        random.nextBoolean() ? null : Stage.values()[random.nextInt(Stage.values().length)],
        legs,
        random.nextBoolean() ? null : Traffic.Basis.values()[random.nextInt(4)],
        real(),
        new Places(place(), place(), place()),
        number(),
        Reason.values()[random.nextInt(Reason.values().length)],
        random.nextBoolean() ? null : journey());
  }

  private Journey journey() {
    return new Journey(place(), place(), number(), number(), course());
  }

  public Journey.Course course() {
    return new Journey.Course(
        (float) real(), (float) real(), (float) real(), (float) real(), (float) real());
  }

  private List<Outcome> outcomes() {
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      outcomes.add(new Outcome(leg(), real()));
    }

    return outcomes;
  }

  private Sighting sighting() {
    return new Sighting(market(), number(), number(), fix(), random.nextBoolean());
  }

  private OrderEvent orderEvent() {
    return new OrderEvent(
        market(),
        number(),
        integer(),
        state(),
        number(),
        optional(),
        place(),
        place(),
        random.nextBoolean(),
        number());
  }

  private OrderState state() {
    return OrderState.values()[random.nextInt(OrderState.values().length)];
  }

  private String market() {
    return MARKETS[random.nextInt(MARKETS.length)];
  }

  private Long optional() {
    return random.nextBoolean() ? null : number();
  }

  private Position place() {
    return random.nextBoolean() ? null : position();
  }

  private int integer() {
    return random.nextBoolean() ? random.nextInt(20) : random.nextInt();
  }

  private double real() {
    return switch (random.nextInt(8)) {
      case 0 -> -1;
      case 1 -> -0.0;
      case 2 -> Double.NaN;
      case 3 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextDouble() * 100;
    };
  }
}
