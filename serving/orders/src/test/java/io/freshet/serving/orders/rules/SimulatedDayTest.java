package io.freshet.serving.orders.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.orders.rules.DasherChange.Leaves;
import io.freshet.serving.orders.rules.DasherChange.Stays;
import io.freshet.serving.orders.rules.DasherChange.Takes;
import io.freshet.serving.orders.rules.Verdict.Legal;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.marketplace.City;
import io.freshet.simulator.marketplace.Marketplace;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.marketplace.Noise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every order of a simulated day does what the rules allow. */
class SimulatedDayTest {
  private static final int MANY = 300;

  private final Map<Long, Standing> standings = new HashMap<>();
  private int reassigned;
  private int left;
  private int readyBeforeAssigned;

  @Test
  void everyStepOfADayIsLegal() {
    Marketplace marketplace =
        new Marketplace(
            new MarketplaceSettings(
                3,
                24,
                Instant.parse("2026-11-20T08:00:00Z"),
                Duration.ofDays(1),
                City.shipped().subList(0, 1),
                Noise.NONE));
    while (marketplace.advance()) {
      if (marketplace.event() instanceof OrderStep step) {
        take(step);
      }
    }

    assertThat(count(OrderState.DELIVERED)).isGreaterThan(MANY);
    assertThat(count(OrderState.CANCELLED)).isPositive();
    assertThat(reassigned).as("orders that another dasher took").isPositive();
    assertThat(left).as("steps with which a dasher left").isPositive();
    assertThat(readyBeforeAssigned).isPositive();
  }

  private long count(OrderState state) {
    return standings.values().stream().filter(standing -> standing.state() == state).count();
  }

  private void take(OrderStep step) {
    long order = step.order().orderId();
    OrderState to = OrderState.of(step.state().code()).orElseThrow();
    Standing before = standings.get(order);
    if (before == null) {
      assertThat(to).isEqualTo(OrderState.CREATED);
      standings.put(order, Standing.NEW);
      return;
    }
    Wish wish = wish(step, to, before);
    Verdict verdict = OrderRules.judge(parties(step), before, wish);

    assertThat(verdict).as("%s of %s", step, before).isInstanceOf(Legal.class);
    Standing after = ((Legal) verdict).after();
    assertThat(after.dasher()).as("dasher of %s", step).isEqualTo(step.dasherId());
    standings.put(order, after);
  }

  /** The simulator's dashers give up in silence; its next step shows it. */
  private Wish wish(OrderStep step, OrderState to, Standing before) {
    boolean leaves = before.dasher().isPresent() && step.dasherId().isEmpty();
    boolean takesOver = to == OrderState.DASHER_ASSIGNED && before.dasher().isPresent();
    reassigned += takesOver ? 1 : 0;
    left += leaves ? 1 : 0;
    readyBeforeAssigned +=
        to == OrderState.DASHER_ASSIGNED && before.kitchen() == OrderState.READY ? 1 : 0;
    DasherChange dasher =
        to == OrderState.DASHER_ASSIGNED
            ? new Takes(step.dasherId().getAsLong())
            : leaves ? new Leaves() : new Stays();
    Optional<String> reason =
        takesOver || leaves ? step.reason().or(() -> Optional.of("dasher_left")) : step.reason();

    return new Wish(
        to,
        dasher,
        new Signature(
            leaves ? new Actor(ActorKind.OPS, "dispatch") : actor(step, to),
            reason,
            Optional.empty()));
  }

  private static Actor actor(OrderStep step, OrderState to) {
    Parties parties = parties(step);

    return switch (to) {
      case CREATED -> customer(parties);
      case CONFIRMED, PREPARING, READY -> restaurant(parties);
      case DASHER_ASSIGNED -> new Actor(ActorKind.SYSTEM, "dispatch");
      case PICKED_UP, DELIVERED ->
          new Actor(ActorKind.DASHER, Long.toString(step.dasherId().getAsLong()));
      case CANCELLED ->
          switch (step.reason().orElseThrow()) {
            case "restaurant_declined" -> restaurant(parties);
            case "customer_cancelled" -> customer(parties);
            default -> new Actor(ActorKind.SYSTEM, "dispatch");
          };
    };
  }

  private static Actor customer(Parties parties) {
    return new Actor(ActorKind.CUSTOMER, Long.toString(parties.customerId()));
  }

  private static Actor restaurant(Parties parties) {
    return new Actor(ActorKind.RESTAURANT, Long.toString(parties.restaurantId()));
  }

  private static Parties parties(OrderStep step) {
    return new Parties(
        step.order().customerId().getAsLong(), step.order().restaurantId().getAsLong());
  }
}
