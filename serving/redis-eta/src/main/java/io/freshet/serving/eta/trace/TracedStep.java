package io.freshet.serving.eta.trace;

import io.freshet.serving.eta.events.OrderEvent;

/**
 * An order's step with the trace that its event bears.
 *
 * @param traceParent null where it bears none that is recorded
 */
public record TracedStep(OrderEvent step, String traceParent) {}
