package io.freshet.serving.orders.store;

/** An amount in the currency's smallest unit. */
public record Money(long minor, String currency) {}
