package io.freshet.serving.eta.events;

import io.freshet.core.envelope.PayloadBuilder;
import java.io.Serializable;

/** How something becomes an event. */
public interface EventForm<T> extends Serializable {
  /** Follows from what the event says, so that one that is sent again can be known. */
  String id(T found);

  void fill(PayloadBuilder payload, T found);

  /** The metric that counts those which do not follow their contract. */
  String refusedCounter();
}
