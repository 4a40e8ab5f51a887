package io.freshet.serving.orders.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Times requests, per call and status, and counts what they have written. Thread-safe. */
final class RequestMetrics {
  private static final String STEPS = "freshet.orders.steps";

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  private record Key(String call, int status) {}

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A request that is being served. */
  final class Running {
    private final String call;
    private final Timer.Sample sample = Timer.start(registry);

    private Running(String call) {
      this.call = call;
    }

    void end(int status) {
      sample.stop(timers.computeIfAbsent(new Key(call, status), RequestMetrics.this::timer));
    }
  }

  Running begin(String call) {
    return new Running(call);
  }

  /** A step that was written down. */
  void made(String state) {
    registry.counter(STEPS, "state", state, "request", "first").increment();
  }

  /** A request that came again. */
  void repeated(String state) {
    registry.counter(STEPS, "state", state, "request", "repeated").increment();
  }

  private Timer timer(Key key) {
    return Timer.builder("freshet.orders.requests")
        .description("Requests from their headers to their answer")
        .tag("call", key.call())
        .tag("status", Integer.toString(key.status()))
        .publishPercentileHistogram()
        .register(registry);
  }
}
