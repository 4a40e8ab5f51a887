package io.freshet.lineage.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Times what is told and asked, by call and by what was answered. Thread-safe. */
final class RequestMetrics {
  private static final String REQUESTS = "freshet.lineage.requests";

  private final MeterRegistry registry;

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param call one of few names, whatever a client has asked for
   */
  void answered(String call, int status, Duration took) {
    Timer.builder(REQUESTS)
        .description("Requests from their headers to their answer")
        .tag("call", call)
        .tag("status", Integer.toString(status))
        .publishPercentileHistogram()
        .register(registry)
        .record(took);
  }
}
