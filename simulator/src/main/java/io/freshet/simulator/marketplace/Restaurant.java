package io.freshet.simulator.marketplace;

/** A place that cooks. */
record Restaurant(long id, Spot spot, double typicalMinutes) {}
