package io.freshet.serving.live.menu;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Counts how menus are told, and what that takes. Thread-safe. */
final class MenuMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Counter hints;

  private record Key(String name, String label, String value) {}

  MenuMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.hints =
        Counter.builder("freshet.live.menu.hints")
            .description("Changes that Postgres has told of")
            .register(registry);
  }

  /** Shows what is held, and whether Postgres answers. */
  void watch(MenuMemory memory, MenuLoads loads) {
    gauge(
        "freshet.live.menu.copies.held", "Menus in this server's heap", memory, MenuMemory::count);
    gauge("freshet.live.menu.copies.bytes", "What they take", memory, MenuMemory::bytes);
    gauge(
        "freshet.live.menu.postgres.up",
        "1 while Postgres can be asked",
        loads,
        each -> each.isPostgresAway() ? 0 : 1);
  }

  private <T> void gauge(String name, String description, T source, ToDoubleFunction<T> figure) {
    Gauge.builder(name, source, figure).description(description).register(registry);
  }

  void read(MenuReading reading) {
    String how;
    if (reading instanceof MenuReading.Told told) {
      how = told.isStale() ? "stale" : "fresh";
    } else {
      how = reading instanceof MenuReading.None ? "none" : "away";
    }
    count("freshet.live.menu.reads", "how", how);
  }

  /** Redis was asked. */
  void copy(String result) {
    count("freshet.live.menu.copies", "result", result);
  }

  /** Postgres was asked. */
  void query(String result) {
    count("freshet.live.menu.queries", "result", result);
  }

  void hint() {
    hints.increment();
  }

  private void count(String name, String label, String value) {
    counters
        .computeIfAbsent(
            new Key(name, label, value),
            key -> Counter.builder(key.name()).tag(key.label(), key.value()).register(registry))
        .increment();
  }
}
