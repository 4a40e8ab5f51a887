package io.freshet.simulator.replay;

/**
 * What a replay made of the recording so far. Every row of the range is either a ping or refused.
 *
 * @param pings sent
 * @param carrying of these, with an order
 * @param withoutTrip occupied, but on no trip of the recording: cut off at its ends
 * @param refused rows that can't be a ping: a value is missing or no coordinate
 * @param orderSteps sent
 * @param inventedSteps of these, not recorded
 */
public record ReplayCounts(
    long pings,
    long carrying,
    long withoutTrip,
    long refused,
    long orderSteps,
    long inventedSteps) {}
