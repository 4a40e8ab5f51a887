package io.freshet.serving.live.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Counts what watchers are told, and when. Thread-safe. */
public final class WatchMetrics {
  private final MeterRegistry registry;
  private final Counter messages;
  private final Counter conflated;
  private final Counter healed;
  private final Counter unreadable;
  private final Counter untraced;
  private final Timer delay;
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();

  private record Key(String name, String kind, String value) {}

  public WatchMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.messages = counter("freshet.live.messages", "Messages that Redis brought");
    this.conflated =
        counter("freshet.live.conflated", "States that a connection was not told on their own");
    this.healed =
        counter("freshet.live.healed", "States that no message had brought when they were read");
    this.unreadable =
        counter("freshet.live.unreadable", "Documents in Redis that are none of an order");
    this.untraced =
        counter(
            "freshet.live.steps.untraced",
            "Steps whose trace was not looked up: too many waited, or Redis was away");
    this.delay =
        Timer.builder("freshet.live.push.delay")
            .description("From a state's arrival at this server until it was written to a watcher")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(30))
            .register(registry);
  }

  /** Shows a figure that is looked up whenever somebody asks. */
  <T> void gauge(String name, String description, T source, ToDoubleFunction<T> figure) {
    Gauge.builder(name, source, figure).description(description).register(registry);
  }

  void message() {
    messages.increment();
  }

  void healed() {
    healed.increment();
  }

  void unreadable() {
    unreadable.increment();
  }

  void untraced(int steps) {
    untraced.increment(steps);
  }

  /**
   * @param skipped how many states lie between this and the one before
   */
  void pushed(String kind, Push push, long skipped, long nowNanos) {
    counter(new Key("pushes", kind, lower(push.type()))).increment();
    if (push.type() == Push.Type.DELTA) {
      conflated.increment((double) skipped);
      push.after()
          .state()
          .ifPresent(
              told -> delay.record(Duration.ofNanos(nowNanos - told.state().arrivedNanos())));
    }
  }

  /**
   * @param why empty when the other side went by itself
   */
  void ended(Optional<Ending> why) {
    counter(new Key("ended", "", why.map(WatchMetrics::lower).orElse("left"))).increment();
  }

  public void refused(Seats.Refusal why) {
    counter(new Key("refused", "", lower(why))).increment();
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** Looked up before it is made: the latter takes a lock. */
  private Counter counter(Key key) {
    Counter known = counters.get(key);

    return known == null ? counters.computeIfAbsent(key, this::register) : known;
  }

  private Counter register(Key key) {
    return switch (key.name()) {
      case "pushes" ->
          Counter.builder("freshet.live.pushes")
              .description("Messages that were written to watchers")
              .tag("kind", key.kind())
              .tag("type", key.value())
              .register(registry);
      case "ended" ->
          Counter.builder("freshet.live.ended")
              .description("Connections that have gone, by why")
              .tag("why", key.value())
              .register(registry);
      default ->
          Counter.builder("freshet.live.refused")
              .description("Connections that found no place, by why")
              .tag("why", key.value())
              .register(registry);
    };
  }
}
