package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.apache.iceberg.catalog.Catalog;

/**
 * Sends dead letters of one contract again, each at most once, however often and by how many it is
 * tried and wherever it is stopped.
 */
public final class Redriver {
  private final Catalog catalog;
  private final Contracts contracts;
  private final KafkaSettings kafka;
  private final SchemaRegistry registry;
  private final InstantSource clock;

  public Redriver(
      Catalog catalog,
      Contracts contracts,
      KafkaSettings kafka,
      SchemaRegistry registry,
      InstantSource clock) {
    this.catalog = catalog;
    this.contracts = contracts;
    this.kafka = kafka;
    this.registry = registry;
    this.clock = clock;
  }

  /** What a redrive would do now. Disturbs none that is at work. */
  public Outcomes plan(String contract, DeadLetterFilter filter) {
    Contract known = requireRedrivable(contract);
    RedrivenRecords redriven = log().read();
    Prospects prospects =
        prospects(known, known.requireStream().partitions(), new InMemorySchemaRegistry());

    return RedriveScan.plan(table(), filter.ofContract(contract), redriven, prospects).outcomes();
  }

  /** Begins one, in place of another of the same contract that may be at work, and plans it. */
  public Redrive begin(String contract, DeadLetterFilter filter) {
    Contract known = requireRedrivable(contract);
    // First nobody else may send any more; then it can be known what was sent.
    RedriveSender sender = RedriveSender.open(known, kafka);
    try {
      RedrivenRecords redriven = log().readToTheLast();
      DeadLetterTable table = table();
      DeadLetterFilter ofContract = filter.ofContract(contract);
      Prospects prospects = prospects(known, sender.partitions(), registry);
      RedriveScan scan = RedriveScan.plan(table, ofContract, redriven, prospects);
      String run = UUID.randomUUID().toString();

      return new Redrive(
          run,
          ofContract,
          table,
          redriven,
          prospects,
          scan,
          new Notes(contracts.redrives(), registry, clock, run),
          sender,
          clock);
    } catch (RuntimeException e) {
      sender.close();
      throw e;
    }
  }

  /** Why today's contract would refuse the dead letter again; empty when it would take it. */
  public Optional<String> obstacle(DeadLetter letter) {
    Contract contract = require(letter.contract());
    int partitions = contract.requireStream().partitions();
    Prospect prospect = prospects(contract, partitions, new InMemorySchemaRegistry()).of(letter);
    if (prospect instanceof Prospect.StillRefused refused) {
      return Optional.of("%s: %s".formatted(refused.cause(), refused.detail()));
    }

    return prospect instanceof Prospect.OfAnotherTable
        ? Optional.of("its topic has another number in the table's ledger by now")
        : Optional.empty();
  }

  /** Which records were sent again, as far as is certain now. */
  public RedrivenRecords redriven() {
    return log().read();
  }

  /** An event that comes late would take the place of one that is newer. */
  private Contract requireRedrivable(String name) {
    Contract contract = require(name);
    if (contract.keepsLatest()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s keeps the newest row of each key, and what is sent again would take the place of newer"
                  .formatted(name)
              + " rows; send what is true today instead"
              + contract
                  .capturedFrom()
                  .map("; an UPDATE of the rows of %s that changes nothing does so"::formatted)
                  .orElse(""));
    }

    return contract;
  }

  private Contract require(String name) {
    Contract contract = contracts.require(name);
    if (contract.stream().isEmpty()
        || contract.table().isEmpty()
        || name.equals(Contracts.DEAD_LETTERS)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has no dead letters: only contracts with a stream and a table do".formatted(name));
    }

    return contract;
  }

  private RedriveLog log() {
    return new RedriveLog(contracts.redrives(), kafka, registry);
  }

  private DeadLetterTable table() {
    return DeadLetterTable.load(catalog, contracts.deadLetters());
  }

  /**
   * @param schemas of the events that are made of raw JSON: whoever only looks registers none
   */
  private Prospects prospects(Contract contract, int partitions, SchemaRegistry schemas) {
    Ledger ledger =
        Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties());

    return new Prospects(contract, registry, schemas, partitions, ledger.sources(), clock);
  }
}
