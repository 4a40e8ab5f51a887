package io.freshet.bench.gateway;

/** From a request to its answer, in milliseconds. */
public record Latency(double p50, double p99, double p999) {}
