package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Parties;

/** What is known of an order from its creation on and never changes; every step carries it. */
public record OrderFacts(
    String market, Parties parties, Place pickup, Place dropoff, Money subtotal) {}
