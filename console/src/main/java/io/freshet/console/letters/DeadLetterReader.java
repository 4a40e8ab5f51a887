package io.freshet.console.letters;

import io.freshet.console.reading.Lake;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import io.freshet.ingestion.deadletters.redrive.RedrivenRecords;
import io.freshet.ingestion.deadletters.redrive.Redriver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.iceberg.catalog.Catalog;

/** Counts dead letters of the last days by their causes, and knows which were sent again. */
public final class DeadLetterReader {
  private final Lake lake;
  private final KafkaSettings kafka;
  private final RegistrySettings registry;
  private final InstantSource clock;

  public DeadLetterReader(
      Lake lake, KafkaSettings kafka, RegistrySettings registry, InstantSource clock) {
    this.lake = lake;
    this.kafka = kafka;
    this.registry = registry;
    this.clock = clock;
  }

  public DeadLetterFacts read(Contracts contracts, Duration back) {
    Instant now = clock.instant();
    Instant since = now.minus(back);
    Catalog catalog = lake.catalog();
    DeadLetterFilter filter = DeadLetterFilter.ALL.since(since);
    RedrivenRecords redriven =
        new Redriver(catalog, contracts, kafka, new HttpSchemaRegistry(registry), clock).redriven();

    return DeadLetterFacts.of(
        DeadLetterTable.load(catalog, contracts.deadLetters()).groups(filter, redriven::contains),
        Refusals.read(catalog, contracts, filter),
        HourlyRate.all(catalog, contracts, now),
        since);
  }
}
