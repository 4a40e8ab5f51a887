package io.freshet.bench.serve.push;

import io.freshet.bench.serve.LiveOrder;
import io.freshet.core.envelope.EventFields;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** Learns from an order's steps which orders a dasher is bringing. */
final class CarriedOrders {
  private static final String CARRIED = "picked_up";

  private final Map<LiveOrder, Step> newest = new HashMap<>();

  /** A step of an order. */
  record Step(int version, String state, long eventMicros) {}

  /** Takes an event of {@code order_events}. */
  void take(GenericRecord event) {
    take(
        new LiveOrder(EventFields.text(event, "market"), EventFields.longValue(event, "order_id")),
        new Step(
            EventFields.integer(event, "order_version"),
            EventFields.text(event, "state"),
            EventFields.longValue(event, "event_time")));
  }

  void take(LiveOrder order, Step step) {
    newest.merge(order, step, (known, next) -> next.version() > known.version() ? next : known);
  }

  /** Those that were picked up last come first: they will be on their way the longest. */
  List<LiveOrder> latestFirst() {
    return newest.entrySet().stream()
        .filter(entry -> entry.getValue().state().equals(CARRIED))
        .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Step::eventMicros).reversed()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
