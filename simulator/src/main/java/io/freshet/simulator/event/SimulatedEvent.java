package io.freshet.simulator.event;

/** One fact of a marketplace, simulated or replayed, before any contract gives it a payload. */
public sealed interface SimulatedEvent permits MarketDefined, OrderStep, Ping {
  String market();

  /** When it happened, in microseconds since 1970, UTC. */
  long eventMicros();
}
