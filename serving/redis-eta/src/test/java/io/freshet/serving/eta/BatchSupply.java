package io.freshet.serving.eta;

import com.uber.h3core.H3Core;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.travel.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The supply of a market as the contracts {@code market_supply} and {@code supply_cells} define it,
 * computed anew from all events for each minute. It shares nothing with the job.
 */
final class BatchSupply {
  private static final long ONLINE = Duration.ofMinutes(5).toMillis();
  private static final long SILENCE = Duration.ofHours(6).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final Set<OrderState> CARRIED = Set.of(OrderState.PICKED_UP, OrderState.DELIVERED);
  private static final Comparator<Ping> NEWEST =
      Comparator.<Ping>comparingLong(ping -> ping.fix().millis())
          .thenComparing(Ping::orderId, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final Map<Long, List<Ping>> pings;
  private final Map<Long, List<OrderEvent>> orders;
  private final H3Core h3;

  BatchSupply(List<Ping> pings, List<OrderEvent> steps) {
    this.pings = pings.stream().collect(Collectors.groupingBy(Ping::dasherId));
    this.orders = steps.stream().collect(Collectors.groupingBy(OrderEvent::orderId));
    try {
      this.h3 = H3Core.newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Online, busy, idle, open, unassigned, ready, created, longest wait in seconds or -1. */
  record Market(
      int online,
      int busy,
      int idle,
      int open,
      int unassigned,
      int ready,
      int created,
      int longestWait) {}

  /** Busy, idle, open, unassigned, ready. */
  record Cell(int busy, int idle, int open, int unassigned, int ready) {}

  Market market(long moment) {
    List<Ping> online = online(moment);
    int busy = (int) online.stream().filter(ping -> isBusy(ping, moment)).count();
    List<List<OrderEvent>> open = open(moment);
    List<List<OrderEvent>> unassigned = open.stream().filter(this::isUnassigned).toList();

    return new Market(
        online.size(),
        busy,
        online.size() - busy,
        open.size(),
        unassigned.size(),
        (int) unassigned.stream().filter(this::isReady).count(),
        (int)
            orders.values().stream()
                .filter(steps -> steps.stream().anyMatch(step -> isCreation(step, moment)))
                .count(),
        unassigned.stream().mapToInt(steps -> waited(steps, moment)).max().orElse(-1));
  }

  Map<Long, Cell> cells(long moment) {
    Map<Long, int[]> counts = new TreeMap<>();
    for (Ping ping : online(moment)) {
      count(counts, ping.fix().position())[isBusy(ping, moment) ? 0 : 1]++;
    }
    for (List<OrderEvent> steps : open(moment)) {
      int[] count = count(counts, pickup(steps));
      count[2]++;
      count[3] += isUnassigned(steps) ? 1 : 0;
      count[4] += isUnassigned(steps) && isReady(steps) ? 1 : 0;
    }
    Map<Long, Cell> cells = new TreeMap<>();
    counts.forEach((cell, n) -> cells.put(cell, new Cell(n[0], n[1], n[2], n[3], n[4])));

    return cells;
  }

  private int[] count(Map<Long, int[]> counts, Position position) {
    long cell = h3.latLngToCell(position.latitude(), position.longitude(), 7);

    return counts.computeIfAbsent(cell, any -> new int[5]);
  }

  private List<Ping> online(long moment) {
    List<Ping> online = new ArrayList<>();
    for (List<Ping> ofDasher : pings.values()) {
      ofDasher.stream()
          .filter(ping -> ping.fix().millis() < moment)
          .max(NEWEST)
          .filter(ping -> ping.fix().millis() >= moment - ONLINE)
          .ifPresent(online::add);
    }

    return online;
  }

  private boolean isBusy(Ping ping, long moment) {
    boolean assigned =
        open(moment).stream().anyMatch(steps -> dasher(steps).equals(Optional.of(ping.dasherId())));
    boolean carries = ping.orderId() != null && !endedBefore(moment).contains(ping.orderId());

    return assigned || carries;
  }

  private Set<Long> endedBefore(long moment) {
    Set<Long> ended = new HashSet<>();
    orders.forEach(
        (order, steps) -> {
          boolean over =
              steps.stream()
                  .filter(step -> step.state().isFinal())
                  .anyMatch(step -> step.millis() < moment && step.millis() >= moment - SILENCE);
          if (over) {
            ended.add(order);
          }
        });

    return ended;
  }

  /** The steps so far of each order that is not over. */
  private List<List<OrderEvent>> open(long moment) {
    List<List<OrderEvent>> open = new ArrayList<>();
    for (List<OrderEvent> all : orders.values()) {
      List<OrderEvent> steps =
          all.stream()
              .filter(step -> step.millis() < moment)
              .sorted(Comparator.comparingInt(OrderEvent::orderVersion))
              .toList();
      boolean over = steps.stream().anyMatch(step -> step.state().isFinal());
      boolean spokenOf = steps.stream().anyMatch(step -> step.millis() >= moment - SILENCE);
      if (!over && spokenOf) {
        open.add(steps);
      }
    }

    return open;
  }

  /** Before the pick-up, a step without a dasher gives the order back. */
  private static Optional<Long> dasher(List<OrderEvent> steps) {
    Long dasher = null;
    for (OrderEvent step : steps) {
      boolean keeps = CARRIED.contains(step.state()) && step.dasherId() == null;
      dasher = keeps ? dasher : step.dasherId();
    }

    return Optional.ofNullable(dasher);
  }

  private boolean isUnassigned(List<OrderEvent> steps) {
    return dasher(steps).isEmpty();
  }

  private boolean isReady(List<OrderEvent> steps) {
    return steps.get(steps.size() - 1).state() == OrderState.READY;
  }

  private static boolean isCreation(OrderEvent step, long moment) {
    return step.state() == OrderState.CREATED
        && step.millis() < moment
        && step.millis() >= moment - MINUTE;
  }

  private static int waited(List<OrderEvent> steps, long moment) {
    long first = steps.stream().mapToLong(OrderEvent::millis).min().orElseThrow();

    return (int) ((moment - first) / 1000);
  }

  private static Position pickup(List<OrderEvent> steps) {
    return steps.stream().map(OrderEvent::pickup).filter(p -> p != null).findFirst().orElseThrow();
  }
}
