package io.freshet.cli.stream;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.view.RoleView;
import java.util.List;

/** Shows those of the read events that are asked for, and counts. Not thread-safe. */
final class ShownEvents {
  /** What becomes of events that were sent as tests. */
  enum Tests {
    HIDDEN,
    SHOWN
  }

  private final RoleView view;
  private final List<Condition> conditions;
  private final EventPrinter printer;
  private final Tests tests;
  private final long max;
  private long events;
  private long refused;

  /**
   * @param conditions all of which a shown event holds
   * @param max of lines
   */
  ShownEvents(
      RoleView view, List<Condition> conditions, EventPrinter printer, Tests tests, long max) {
    this.view = view;
    this.conditions = List.copyOf(conditions);
    this.printer = printer;
    this.tests = tests;
    this.max = max;
  }

  void show(Received received) {
    boolean isTest = received.decoded() instanceof Decoded.Test;
    if (isTest && tests == Tests.HIDDEN) {
      return;
    }
    Decoded content = received.decoded().content();
    if (content instanceof Decoded.Event event && isWanted(event)) {
      if (isTest) {
        printer.test(received.position(), event);
      } else {
        printer.event(received.position(), event);
      }
      events++;
    } else if (content instanceof Decoded.Refused why && conditions.isEmpty()) {
      // It has no columns by which it could be chosen.
      printer.refused(received.position(), why);
      refused++;
    }
  }

  private boolean isWanted(Decoded.Event event) {
    return view.shows(event.payload())
        && conditions.stream().allMatch(condition -> condition.holds(event.payload()));
  }

  boolean isFull() {
    return events + refused >= max;
  }

  String summary() {
    return "%d %s, %d refused %s"
        .formatted(
            events, events == 1 ? "event" : "events", refused, refused == 1 ? "record" : "records");
  }
}
