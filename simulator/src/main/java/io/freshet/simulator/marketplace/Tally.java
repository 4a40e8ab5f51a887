package io.freshet.simulator.marketplace;

/** Counts what a simulation did; one for all its cities, written by its one thread. */
final class Tally {
  long pings;
  long outliers;
  long delayed;
  long duplicates;
  long gaps;
  long orderSteps;
  long openingSteps;
  long created;
  long delivered;
  long cancelled;
  long reassigned;

  SimulationCounts counts() {
    return new SimulationCounts(
        new SimulationCounts.Pings(pings, outliers, delayed, duplicates, gaps),
        new SimulationCounts.Orders(
            orderSteps, openingSteps, created, delivered, cancelled, reassigned));
  }
}
