package io.freshet.serving.orders.rules;

/** A step that somebody wants an order to make. */
public record Wish(OrderState to, DasherChange dasher, Signature by) {}
