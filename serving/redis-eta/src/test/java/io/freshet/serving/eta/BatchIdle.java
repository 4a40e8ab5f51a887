package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who was idle and when, as the contract {@code idle_dashers} defines it, computed anew from all
 * events. It shares nothing with the job.
 */
final class BatchIdle {
  static final long IDLE_AFTER = Duration.ofMinutes(20).toMillis();
  private static final long ONLINE = Duration.ofMinutes(5).toMillis();

  private final Map<Long, List<Ping>> pings;
  private final Map<Long, List<OrderEvent>> orders;

  BatchIdle(List<Ping> pings, List<OrderEvent> steps) {
    this.pings = pings.stream().collect(Collectors.groupingBy(Ping::dasherId));
    this.orders =
        steps.stream()
            .sorted(Comparator.comparingInt(OrderEvent::orderVersion))
            .collect(Collectors.groupingBy(OrderEvent::orderId));
  }

  /** A dasher's time on line without an order that was longer than 20 minutes. */
  record Stretch(long dasherId, long since, long end, String endedBy) {
    boolean isIdleAt(long moment) {
      return since + IDLE_AFTER < moment && moment <= end;
    }
  }

  List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    pings.keySet().forEach(dasher -> stretches.addAll(stretches(dasher)));

    return stretches;
  }

  /** Looks at each moment at which anything can have changed, just after it. */
  private List<Stretch> stretches(long dasher) {
    List<Stretch> stretches = new ArrayList<>();
    Long since = null;
    for (long moment : moments(dasher)) {
      boolean online = isOnline(dasher, moment);
      boolean free = online && !isBusy(dasher, moment);
      if (free && since == null) {
        since = moment;
      } else if (!free && since != null) {
        if (moment - since > IDLE_AFTER) {
          stretches.add(new Stretch(dasher, since, moment, online ? "ORDER" : "OFFLINE"));
        }
        since = null;
      }
    }

    return stretches;
  }

  private Set<Long> moments(long dasher) {
    Set<Long> moments = new TreeSet<>();
    for (Ping ping : pings.get(dasher)) {
      moments.add(ping.fix().millis());
      moments.add(ping.fix().millis() + ONLINE);
    }
    orders.values().forEach(steps -> steps.forEach(step -> moments.add(step.millis())));

    return moments;
  }

  private boolean isOnline(long dasher, long moment) {
    return pings.get(dasher).stream()
        .mapToLong(ping -> ping.fix().millis())
        .anyMatch(millis -> millis <= moment && millis > moment - ONLINE);
  }

  private boolean isBusy(long dasher, long moment) {
    Map<Long, Long> open = new HashMap<>(); // the dasher of each open order
    orders.forEach(
        (order, steps) -> {
          List<OrderEvent> past = steps.stream().filter(s -> s.millis() <= moment).toList();
          if (past.stream().noneMatch(step -> step.state().isFinal())) {
            past.stream()
                .filter(step -> step.state() == OrderState.DASHER_ASSIGNED)
                .forEach(step -> open.put(order, step.dasherId()));
          }
        });
    Long named =
        pings.get(dasher).stream()
            .filter(ping -> ping.fix().millis() <= moment)
            .max(Comparator.comparingLong(ping -> ping.fix().millis()))
            .map(Ping::orderId)
            .orElse(null);

    return open.containsValue(dasher) || open.containsKey(named);
  }
}
