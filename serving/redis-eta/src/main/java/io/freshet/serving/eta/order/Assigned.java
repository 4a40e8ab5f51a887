package io.freshet.serving.eta.order;

/**
 * What is remembered of an order to put its steps in order.
 *
 * @param version of the newest step
 * @param dasherId who has the order; null when nobody has
 * @param millis event time of the newest step
 */
public record Assigned(int version, Long dasherId, long millis) {}
