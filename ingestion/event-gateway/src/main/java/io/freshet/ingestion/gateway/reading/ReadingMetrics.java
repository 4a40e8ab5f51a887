package io.freshet.ingestion.gateway.reading;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what readers get, per contract. Thread-safe. */
public final class ReadingMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Counter> records = new ConcurrentHashMap<>();

  private record Key(String contract, ReadRecord.Outcome outcome) {}

  public ReadingMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(String contract, ReadRecord.Outcome outcome) {
    records.computeIfAbsent(new Key(contract, outcome), this::counter).increment();
  }

  void watch(Collection<?> consumers) {
    Gauge.builder("freshet.gateway.consumers", consumers, Collection::size)
        .description("Consumers that are open over HTTP")
        .register(registry);
  }

  private Counter counter(Key key) {
    return Counter.builder("freshet.gateway.read")
        .description("Records on their way to readers, by what became of them")
        .tag("contract", key.contract())
        .tag("outcome", key.outcome().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
