package io.freshet.console.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Counts logins by how they end. Thread-safe. */
final class LoginMetrics {
  private final MeterRegistry registry;

  /** How a login ends. */
  enum Outcome {
    IN,
    /** Known to the provider, and in no group that may come in. */
    NOT_ADMITTED,
    /** What came back from the provider was not to be believed. */
    REFUSED,
    /** The provider could not be asked. */
    UNAVAILABLE
  }

  LoginMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void count(Outcome outcome) {
    Counter.builder("freshet.console.logins")
        .description("Logins by how they ended")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }
}
