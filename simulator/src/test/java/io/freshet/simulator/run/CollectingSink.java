package io.freshet.simulator.run;

import io.freshet.simulator.event.SimulatedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what it is given. */
final class CollectingSink implements EventSink {
  final List<SimulatedEvent> events = new ArrayList<>();
  int flushes;

  @Override
  public void send(SimulatedEvent event) {
    events.add(event);
  }

  @Override
  public void flush() {
    flushes++;
  }

  @Override
  public Deliveries deliveries() {
    return new Deliveries(Map.of("dasher_pings", (long) events.size()), Map.of());
  }

  @Override
  public void close() {}
}
