package io.freshet.serving.eta.events;

/** What happened at a moment of event time, as a stream has it. */
public interface Timed {
  long millis();

  /**
   * How long Kafka had had it when it was read, by the broker's clock and ours; 0 where the broker
   * does not say.
   */
  long waitedMillis();
}
