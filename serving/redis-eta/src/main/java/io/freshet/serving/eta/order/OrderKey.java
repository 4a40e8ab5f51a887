package io.freshet.serving.eta.order;

/** One order of one market. */
public record OrderKey(String market, long orderId) {}
