package io.freshet.serving.eta.prediction;

/** How long a leg that had been open took in the end. */
public record Outcome(Leg leg, double seconds) {}
