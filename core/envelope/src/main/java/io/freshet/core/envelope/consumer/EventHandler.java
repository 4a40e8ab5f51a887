package io.freshet.core.envelope.consumer;

/** What a service does with an event. It may be asked for the same event again. */
public interface EventHandler {
  /**
   * Returns when the event's work is done for good.
   *
   * @throws io.freshet.core.toolkit.FreshetException with a dependency's fault when something that
   *     it needs is away: then it is asked again until that is back
   * @throws Exception anything else: it is asked again some times, and then the event is handed off
   */
  void handle(Delivery delivery) throws Exception;
}
