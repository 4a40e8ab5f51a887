package io.freshet.simulator.run;

import io.freshet.simulator.event.SimulatedEvent;

/** Where events go. Used by one thread, except that {@link #deliveries} may be asked by any. */
public interface EventSink extends AutoCloseable {
  /** Takes an event; it may still be under way when this returns. */
  void send(SimulatedEvent event);

  /** Returns once everything that was taken has arrived; fails when something did not. */
  void flush();

  /** What became of the events so far. */
  Deliveries deliveries();

  @Override
  void close();
}
