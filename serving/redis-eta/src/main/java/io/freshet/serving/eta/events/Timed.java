package io.freshet.serving.eta.events;

/** What happened at a moment of event time. */
interface Timed {
  long millis();
}
