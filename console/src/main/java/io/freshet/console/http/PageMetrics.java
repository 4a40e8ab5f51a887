package io.freshet.console.http;

import io.freshet.console.board.Board;
import io.freshet.console.board.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Times pages, and counts how tables stand. Thread-safe. */
final class PageMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  private record Key(String page, int status) {}

  PageMetrics(MeterRegistry registry, Supplier<Board> board) {
    this.registry = registry;
    for (Standing standing : Standing.values()) {
      Gauge.builder("freshet.console.tables", () -> board.get().count(standing))
          .description("Tables by how they stand against their budgets")
          .tag("standing", standing.code())
          .register(registry);
    }
    Gauge.builder("freshet.console.trouble", () -> board.get().trouble().isPresent() ? 1 : 0)
        .description("Whether the board is older than it should be")
        .register(registry);
    Gauge.builder(
            "freshet.console.contracts.broken", () -> board.get().broken().isPresent() ? 1 : 0)
        .description("Whether tables are measured by earlier contracts, as one is broken")
        .register(registry);
  }

  Timer.Sample begin() {
    return Timer.start(registry);
  }

  void end(Timer.Sample sample, String page, int status) {
    sample.stop(timers.computeIfAbsent(new Key(page, status), this::timer));
  }

  private Timer timer(Key key) {
    return Timer.builder("freshet.console.pages")
        .description("Pages from their request to their answer")
        .tag("page", key.page())
        .tag("status", Integer.toString(key.status()))
        .publishPercentileHistogram()
        .register(registry);
  }
}
