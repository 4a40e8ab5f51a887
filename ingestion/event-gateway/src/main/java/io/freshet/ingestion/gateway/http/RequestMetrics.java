package io.freshet.ingestion.gateway.http;

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

  /** A request that is being served. */
  final class Running {
    private final String door;
    private final Timer.Sample sample = Timer.start(registry);

    private Running(String door) {
      this.door = door;
    }

    void end(int status) {
      sample.stop(timers.computeIfAbsent(new Key(door, status), RequestMetrics.this::timer));
    }
  }

  Running begin(String door) {
    return new Running(door);
  }

  private Timer timer(Key key) {
    return Timer.builder("freshet.gateway.requests")
        .description("Requests from their headers to their answer")
        .tag("door", key.door())
        .tag("status", Integer.toString(key.status()))
        .publishPercentileHistogram()
        .register(registry);
  }
}
