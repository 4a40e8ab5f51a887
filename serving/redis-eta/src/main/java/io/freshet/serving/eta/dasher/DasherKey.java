package io.freshet.serving.eta.dasher;

/** One dasher of one market. */
public record DasherKey(String market, long dasherId) {}
