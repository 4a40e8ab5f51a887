package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.OrderState;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MarketplaceTest {
  private static final Instant START = Instant.parse("2026-11-20T18:00:00Z");
  private static final List<City> SAN_FRANCISCO = City.shipped().subList(0, 1);

  @Test
  void repeatsItselfForOneSeed() {
    assertThat(fingerprint(1)).isEqualTo(fingerprint(1)).isNotEqualTo(fingerprint(2));
  }

  @Test
  void definesTheMarketsFirst() {
    List<Sent> sent = run(MarketplaceSettings.of(1, 50, START, Duration.ofSeconds(30)));

    assertThat(sent.subList(0, 5)).allMatch(first -> first.event() instanceof MarketDefined);
    assertThat(sent.subList(5, sent.size()))
        .noneMatch(later -> later.event() instanceof MarketDefined);
    assertThat(((MarketDefined) sent.get(0).event()).timeZone()).hasToString("America/Los_Angeles");
  }

  @Test
  void takesEveryOrderThroughLegalStates() {
    Map<Long, OrderHistory> orders = new HashMap<>();
    Marketplace marketplace =
        new Marketplace(MarketplaceSettings.of(3, 150, START, Duration.ofMinutes(60)));
    while (marketplace.advance()) {
      if (marketplace.event() instanceof OrderStep step) {
        orders.computeIfAbsent(step.order().orderId(), any -> new OrderHistory()).accept(step);
      }
    }

    assertThat(orders.values().stream().filter(order -> order.isIn(OrderState.DELIVERED)).count())
        .isEqualTo(marketplace.counts().orders().delivered())
        .isGreaterThan(300);
    assertThat(orders.values().stream().filter(order -> order.isIn(OrderState.CANCELLED)).count())
        .isEqualTo(marketplace.counts().orders().cancelled())
        .isPositive();
    assertThat(orders.values().stream().filter(OrderHistory::changedDasher).count()).isPositive();
    assertThat(orders.values().stream().filter(OrderHistory::wasReadyBeforeAssigned).count())
        .isPositive();
  }

  @Test
  void showsAnOrdinaryMomentFromTheStart() {
    Set<OrderState> states =
        run(MarketplaceSettings.of(1, 500, START, Duration.ofSeconds(30))).stream()
            .filter(sent -> sent.event() instanceof OrderStep)
            .filter(sent -> sent.event().eventMicros() >= micros(START))
            .map(sent -> ((OrderStep) sent.event()).state())
            .collect(Collectors.toSet());

    assertThat(states).contains(OrderState.CREATED, OrderState.PICKED_UP, OrderState.DELIVERED);
  }

  @Test
  void keepsTheRateThatWasAskedFor() {
    for (double rate : new double[] {20, 800}) {
      for (String start : List.of("2026-11-20T03:00:00Z", "2026-11-20T20:00:00Z")) {
        Duration duration = Duration.ofSeconds(100);
        Marketplace marketplace =
            new Marketplace(MarketplaceSettings.of(5, rate, Instant.parse(start), duration));
        long events = 0;
        while (marketplace.advance()) {
          events++;
        }
        long atTheirTime = events - marketplace.counts().orders().openingSteps();

        assertThat(atTheirTime / 100.0).isCloseTo(rate, within(rate * .05 + 1));
      }
    }
  }

  @Test
  void sendsInOrderAndNothingAfterTheEnd() {
    Duration duration = Duration.ofMinutes(2);
    List<Sent> sent = run(MarketplaceSettings.of(1, 200, START, duration));

    assertThat(sent).isSortedAccordingTo((a, b) -> Long.compare(a.dueMicros(), b.dueMicros()));
    assertThat(sent)
        .allMatch(one -> one.event().eventMicros() <= one.dueMicros())
        .allMatch(one -> one.dueMicros() <= micros(START.plus(duration)));
  }

  @Test
  void takesMostOrdersAtLunchAndDinner() {
    int[] ordersByHour = new int[24];
    Instant midnight = Instant.parse("2026-11-20T08:00:00Z");
    Marketplace marketplace =
        new Marketplace(
            new MarketplaceSettings(1, 8, midnight, Duration.ofDays(1), SAN_FRANCISCO, Noise.NONE));
    while (marketplace.advance()) {
      if (marketplace.event() instanceof OrderStep step && step.state() == OrderState.CREATED) {
        // San Francisco is eight hours behind UTC in November.
        Instant at = Instant.ofEpochMilli(step.eventMicros() / 1_000);
        ordersByHour[at.atOffset(ZoneOffset.ofHours(-8)).getHour()]++;
      }
    }

    assertThat(ordersByHour[12]).isGreaterThan(3 * ordersByHour[9] / 2);
    assertThat(ordersByHour[12]).isGreaterThan(3 * ordersByHour[15] / 2);
    assertThat(ordersByHour[18]).isGreaterThan(ordersByHour[12]);
    assertThat(ordersByHour[18]).isGreaterThan(8 * ordersByHour[4]);
  }

  @Test
  void namesTheOrderInPingsWhileItIsCarried() {
    Map<Long, OptionalLong> carried = new HashMap<>();
    List<Sent> sent = run(quiet(200, Duration.ofMinutes(20)));
    long carrying = 0;
    for (Sent one : sent) {
      if (one.event() instanceof OrderStep step && step.state() == OrderState.PICKED_UP) {
        carried.put(step.dasherId().getAsLong(), OptionalLong.of(step.order().orderId()));
      } else if (one.event() instanceof OrderStep step && step.state() == OrderState.DELIVERED) {
        carried.remove(step.dasherId().getAsLong());
      } else if (one.event() instanceof Ping ping) {
        assertThat(ping.orderId())
            .isEqualTo(carried.getOrDefault(ping.dasherId(), OptionalLong.empty()));
        carrying += ping.orderId().isPresent() ? 1 : 0;
      }
    }

    assertThat(carrying).isPositive();
  }

  @Test
  void neverReusesOrderIdsInALaterRun() {
    Set<Long> first = orderIds(MarketplaceSettings.of(1, 200, START, Duration.ofMinutes(1)));
    Set<Long> second =
        orderIds(
            MarketplaceSettings.of(1, 200, START.plus(Duration.ofHours(2)), Duration.ofMinutes(1)));

    assertThat(first).doesNotContainAnyElementsOf(second).allMatch(id -> id < 1L << 53);
  }

  private static long fingerprint(long seed) {
    Marketplace marketplace =
        new Marketplace(MarketplaceSettings.of(seed, 300, START, Duration.ofHours(1)));
    long hash = 17;
    for (int i = 0; i < 100_000; i++) {
      assertThat(marketplace.advance()).isTrue();
      hash = 31 * hash + stableHash(marketplace.event());
    }

    return hash;
  }

  // An enum's own hash differs from run to run; its text does not.
  private static long stableHash(SimulatedEvent event) {
    return event instanceof Ping ping ? ping.hashCode() : event.toString().hashCode();
  }

  private static Set<Long> orderIds(MarketplaceSettings settings) {
    return run(settings).stream()
        .filter(sent -> sent.event() instanceof OrderStep)
        .map(sent -> ((OrderStep) sent.event()).order().orderId())
        .collect(Collectors.toSet());
  }

  private static MarketplaceSettings quiet(double rate, Duration duration) {
    return new MarketplaceSettings(1, rate, START, duration, SAN_FRANCISCO, Noise.NONE);
  }

  private static List<Sent> run(MarketplaceSettings settings) {
    Marketplace marketplace = new Marketplace(settings);
    List<Sent> sent = new ArrayList<>();
    while (marketplace.advance()) {
      sent.add(new Sent(marketplace.event(), marketplace.dueMicros()));
    }

    return sent;
  }

  private static long micros(Instant instant) {
    return instant.toEpochMilli() * 1_000;
  }

  private record Sent(SimulatedEvent event, long dueMicros) {}
}
