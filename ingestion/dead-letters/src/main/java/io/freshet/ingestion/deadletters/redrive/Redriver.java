package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableContract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import java.time.InstantSource;
import java.util.Map;
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
    Prospects prospects = prospects(known, sources(known));

    return RedriveScan.plan(table(), narrowed(known, filter), redriven, prospects).outcomes();
  }

  /** Begins one, in place of another of the same contract that may be at work, and plans it. */
  public Redrive begin(String contract, DeadLetterFilter filter) {
    Contract known = requireRedrivable(contract);
    requireApplied(known);
    // First nobody else may send any more; then it can be known what was sent.
    RedriveSender sender = RedriveSender.open(known, kafka);
    try {
      RedrivenRecords redriven = log().readToTheLast();
      DeadLetterTable table = table();
      DeadLetterFilter ofContract = narrowed(known, filter);
      Prospects prospects =
          new Prospects(known, registry, registry, sender.partitions(), sources(known), clock);
      RedriveScan scan = RedriveScan.plan(table, ofContract, redriven, prospects);
      String run = UUID.randomUUID().toString();

      return new Redrive(
          run,
          ofContract,
          table,
          redriven,
          prospects,
          scan,
          new Notes(contracts.redrives(), registry, clock, run, contract),
          sender,
          clock);
    } catch (RuntimeException e) {
      sender.close();
      throw e;
    }
  }

  /** Raw JSON that named the contract before it took any is listed under its topic's name. */
  private static DeadLetterFilter narrowed(Contract contract, DeadLetterFilter filter) {
    return contract.takesRawJson()
        ? filter.ofContractOrUnclaimed(contract.name())
        : filter.ofContract(contract.name());
  }

  /** Why the dead letter would be refused again today; empty when a contract would take it. */
  public Optional<String> obstacle(DeadLetter letter) {
    if (isKnown(letter.contract())) {
      Contract contract = require(letter.contract());

      return obstacle(letter, prospects(contract, sources(contract)));
    }
    if (!letter.isRaw()) {
      return Optional.of("there is no such contract");
    }

    return RawJson.takers(contracts).stream()
        .map(contract -> prospects(contract, Map.of())) // no ledger knows raw JSON
        .filter(prospects -> prospects.isOfContract(letter))
        .findFirst()
        .map(prospects -> obstacle(letter, prospects))
        .orElse(Optional.of("it names no contract that takes raw JSON"));
  }

  private boolean isKnown(String name) {
    return contracts.all().stream().anyMatch(contract -> contract.name().equals(name));
  }

  private static Optional<String> obstacle(DeadLetter letter, Prospects prospects) {
    Prospect prospect = prospects.of(letter);
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

  /** Its writer goes by what the table says, and would refuse again what this contract takes. */
  private void requireApplied(Contract contract) {
    if (contract.table().isEmpty()) {
      return;
    }
    TableContract.behind(contract, properties(contract))
        .ifPresent(
            version -> {
              throw new FreshetException(
                  Fault.CALLER,
                  "%s is %s here, and %s in its table, which its writer goes by; run: freshet contract apply"
                      .formatted(contract.name(), contract.version(), version));
            });
  }

  private Map<String, String> properties(Contract contract) {
    return LakeCatalog.require(catalog, TableLayout.name(contract)).properties();
  }

  private Contract require(String name) {
    Contract contract = contracts.require(name);
    if (contract.stream().isEmpty() || name.equals(Contracts.DEAD_LETTERS)) {
      throw new FreshetException(
          Fault.CALLER, "%s has no dead letters: only contracts with a stream do".formatted(name));
    }

    return contract;
  }

  private RedriveLog log() {
    return new RedriveLog(contracts.redrives(), kafka, registry);
  }

  private DeadLetterTable table() {
    return DeadLetterTable.load(catalog, contracts.deadLetters());
  }

  /** For whoever only looks, and so registers no schema of the events that raw JSON becomes. */
  private Prospects prospects(Contract contract, Map<Integer, LogSource> sources) {
    return new Prospects(
        contract,
        registry,
        new InMemorySchemaRegistry(),
        contract.requireStream().partitions(),
        sources,
        clock);
  }

  /** A stream without a table has dead letters of raw JSON only. */
  private Map<Integer, LogSource> sources(Contract contract) {
    return contract.table().isEmpty() ? Map.of() : Ledger.of(properties(contract)).sources();
  }
}
