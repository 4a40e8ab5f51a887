package io.freshet.serving.eta.order;

/**
 * How long it takes from a moment of an order until the customer has it, as far as can be known.
 *
 * @param seconds that half of such orders don't exceed; 0 when the order is over
 * @param lateSeconds that nine of ten don't exceed; never less
 * @param model whose prediction it is; null where calibration alone has made it
 */
public record Forecast(Moment moment, double seconds, double lateSeconds, String model) {}
