package io.freshet.console.metrics;

import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.reading.Reading;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/**
 * What was refused, by contract and cause: both few, as causes are kinds and not messages. Nothing
 * until dead letters were first read, which the first scrape asks for. Thread-safe.
 */
public final class DeadLetterMetrics implements MultiCollector {
  private static final String CONTRACT = "contract";

  private final Supplier<Reading<DeadLetterFacts>> letters;

  public DeadLetterMetrics(Supplier<Reading<DeadLetterFacts>> letters) {
    this.letters = letters;
  }

  @Override
  public MetricSnapshots collect() {
    Gauges left =
        new Gauges(
            "freshet_dead_letters",
            "Dead letters of the time looked back at that were not sent again");
    Gauges lastHour = new Gauges("freshet_dead_letters_last_hour", "Dead letters of the last hour");
    Gauges limit =
        new Gauges(
            "freshet_dead_letters_hourly_limit", "How many an hour the contract lets there be");
    letters
        .get()
        .value()
        .ifPresent(
            facts -> {
              for (DeadLetterGroup group : facts.groups()) {
                left.add(
                    group.events() - group.redriven(),
                    CONTRACT,
                    group.contract(),
                    "cause",
                    group.cause());
              }
              facts
                  .rates()
                  .values()
                  .forEach(
                      rate -> {
                        lastHour.add(rate.events(), CONTRACT, rate.contract());
                        limit.add(rate.limit(), CONTRACT, rate.contract());
                      });
            });

    return new MetricSnapshots(left.snapshot(), lastHour.snapshot(), limit.snapshot());
  }
}
