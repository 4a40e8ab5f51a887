package io.freshet.simulator.marketplace;

/**
 * What a simulation put into its events so far, disorder included: what a test may expect. Each
 * city is one event ahead, so that a run that was stopped has sent a few less than this says.
 */
public record SimulationCounts(Pings pings, Orders orders) {
  /**
   * Of pings.
   *
   * @param sent all of them, duplicates included
   * @param outliers hundreds of meters off
   * @param delayed sent after newer ones of the same dasher
   * @param duplicates second copies
   * @param gaps how often a phone fell silent
   */
  public record Pings(long sent, long outliers, long delayed, long duplicates, long gaps) {}

  /**
   * Of orders.
   *
   * @param steps all of them
   * @param openingSteps those before the start, of orders that were under way then
   * @param reassigned how often, since the start, another dasher took an order over
   */
  public record Orders(
      long steps,
      long openingSteps,
      long created,
      long delivered,
      long cancelled,
      long reassigned) {}
}
