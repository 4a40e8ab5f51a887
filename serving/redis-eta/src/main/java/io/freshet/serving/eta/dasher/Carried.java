package io.freshet.serving.eta.dasher;

/**
 * An order that a dasher has.
 *
 * @param pickedUp whether it is on board, not only assigned
 * @param millis when that was last said
 */
public record Carried(long orderId, boolean pickedUp, long millis) {}
