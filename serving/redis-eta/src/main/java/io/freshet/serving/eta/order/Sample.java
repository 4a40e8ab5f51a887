package io.freshet.serving.eta.order;

import io.freshet.serving.eta.prediction.Leg;

/** A leg as it lay ahead at a moment; kept until it is known how long it took. */
public record Sample(long millis, Leg leg) {}
