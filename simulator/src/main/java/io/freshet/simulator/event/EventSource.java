package io.freshet.simulator.event;

/**
 * Events in the order in which they are to be sent: a cursor, so that millions a second cost no
 * wrapper objects. Not thread-safe.
 */
public interface EventSource extends AutoCloseable {
  /** Moves to the next event; false when there is none left. */
  boolean advance();

  /** The event under the cursor. */
  SimulatedEvent event();

  /**
   * When the event under the cursor is to be sent, on the time line of event time. Never goes back;
   * it is later than the event's own time when the event was delayed on its way.
   */
  long dueMicros();

  /** How much of the whole is behind the cursor, 0 to 1. */
  double share();

  @Override
  void close();
}
