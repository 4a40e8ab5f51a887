package io.freshet.serving.orders.rules;

/** Whose order it is. */
public record Parties(long customerId, long restaurantId) {}
