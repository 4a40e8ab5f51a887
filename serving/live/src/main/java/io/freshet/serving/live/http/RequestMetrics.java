package io.freshet.serving.live.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Times requests, per door and status. Thread-safe. */
final class RequestMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  private record Key(String door, int status) {}

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  Timer.Sample begin() {
    return Timer.start(registry);
  }

  void end(Timer.Sample sample, String door, int status) {
    sample.stop(timers.computeIfAbsent(new Key(door, status), this::timer));
  }

  private Timer timer(Key key) {
    return Timer.builder("freshet.live.requests")
        .description("Requests from their headers to their answer")
        .tag("door", key.door())
        .tag("status", Integer.toString(key.status()))
        .publishPercentileHistogram()
        .register(registry);
  }
}
