package io.freshet.serving.orders.store;

import io.freshet.serving.orders.rules.Signature;
import java.time.Instant;
import java.util.Optional;

/** An order that somebody wants to be made. */
public record Creation(
    OrderFacts facts, Signature by, Optional<Instant> eventTime, RequestKey request) {}
