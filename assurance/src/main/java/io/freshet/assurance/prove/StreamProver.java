package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * Proves a stream's table: reads every offset that the log holds, every identity that the table and
 * the dead letters hold, and what the ledger says, and reconciles them. What was proved before need
 * not be read again.
 */
public final class StreamProver {
  private final Catalog catalog;
  private final Log log;
  private final Contract deadLetters;
  private final RowReader reader;
  private final Optional<SchemaRegistry> registry;
  private final boolean isByEvents;
  private final GatewayAccounts accounts;

  public StreamProver(Catalog catalog, Log log, Contract deadLetters) {
    this(catalog, log, deadLetters, TableFiles::readAll);
  }

  /**
   * @param reader reads the rows where all of a table is read
   */
  public StreamProver(Catalog catalog, Log log, Contract deadLetters, RowReader reader) {
    this(catalog, log, deadLetters, reader, Optional.empty(), false, GatewayAccounts.none());
  }

  private StreamProver(
      Catalog catalog,
      Log log,
      Contract deadLetters,
      RowReader reader,
      Optional<SchemaRegistry> registry,
      boolean isByEvents,
      GatewayAccounts accounts) {
    this.reader = reader;
    this.registry = registry;
    this.isByEvents = isByEvents;
    this.accounts = accounts;
    this.catalog = catalog;
    this.log = log;
    this.deadLetters = deadLetters;
  }

  /**
   * Knows events' schemas, too: without them no table can be proved that keeps the newest row of
   * each key, as an event's key is among its values.
   */
  public StreamProver withSchemas(SchemaRegistry schemas) {
    return new StreamProver(
        catalog, log, deadLetters, reader, Optional.of(schemas), isByEvents, accounts);
  }

  /**
   * Holds what the writer noted against the events themselves, decoded anew, instead of against the
   * values of rows; of rows it looks at identities. Events that retention has deleted can't be held
   * against anything, and don't count as proved.
   */
  public StreamProver withEvents(SchemaRegistry schemas) {
    return new StreamProver(
        catalog, log, deadLetters, reader, Optional.of(schemas), true, accounts);
  }

  /** Holds what event gateways accepted against the log, too. */
  public StreamProver withAccounts(GatewayAccounts told) {
    return new StreamProver(catalog, log, deadLetters, reader, registry, isByEvents, told);
  }

  /** Reads all of it. */
  public Proof prove(Contract contract, Depth depth) {
    return prove(contract, depth, Optional.empty());
  }

  /**
   * Reads what has come since an earlier proof, and what was rewritten since; all of it where that
   * can't be told any more, which {@link Scope#since} shows.
   *
   * @param since a state of this table that was proved
   */
  public Proof prove(Contract contract, Depth depth, Optional<Baseline> since) {
    if (contract.keepsLatest()) {
      return proveLatest(contract, depth);
    }
    // The ledger first: dead letters are committed before the table that counts them, so that none
    // it knows of is missed here. Newer ones are left out.
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    Ledger ledger = Ledger.of(table.properties());
    Map<Position, Offsets> dead =
        Reconciliation.deadLetters(catalog, deadLetters, ledger, Streams.topic(contract));
    Optional<FileChanges> changes =
        since.flatMap(baseline -> FileChanges.since(baseline.snapshot(), table));
    Optional<Baseline> from = changes.isPresent() ? since : Optional.empty();
    Ledger before = from.map(Baseline::ledger).orElse(Ledger.EMPTY);
    Map<Position, Ledger.Entry> entries = ledger.since(before);
    Map<Position, CommitValues> noted =
        depth == Depth.VALUES ? CommitValues.of(table, entries, before) : Map.of();
    StreamRows rows = new StreamRows(table, isByEvents ? Map.of() : noted, before, rowDepth(depth));
    Optional<Log.Topic> topic = log.topic(Streams.topic(contract));
    Optional<EventValues> events =
        registry
            .filter(schemas -> isByEvents && depth == Depth.VALUES)
            .map(schemas -> new LoggedEvents(contract, table.schema(), schemas))
            .map(decoded -> new EventValues(decoded, table, entries, dead, noted));
    LoggedMarks marks = marks(ledger, contract, from);
    LoggedOffsets logged =
        meanwhile(
            () -> logged(ledger, before, topic, events, marks),
            () -> changes.ifPresentOrElse(rows::read, () -> rows.readAll(reader)));

    List<PartitionAccount> accounts = new ArrayList<>();
    entries.forEach(
        (position, entry) ->
            accounts.add(
                new PartitionAccount(
                    position,
                    entry,
                    Reconciliation.logBegin(ledger, position, topic),
                    logged.of(position).below(entry.end()),
                    logged.tests(position).below(entry.end()),
                    Reconciliation.of(rows.identities(), position),
                    Reconciliation.of(dead, position).between(before.end(position), entry.end()))));

    Scope scope = new Scope(0, Reconciliation.state(table, ledger), from);

    return Reconciliation.proof(
            contract,
            ledger,
            topic,
            accounts,
            rows.identities(),
            Reconciliation.pending(ledger, logged.all()))
        .within(scope)
        .with(noted)
        .with(rows.rewriteFaults())
        .with(depth == Depth.VALUES ? RedrivenRows.doubled(table) : List.of())
        .with(
            Intake.of(this.accounts.of(contract), marks),
            contract.requireStream().intake().acknowledgement());
  }

  /** All of it: what was proved before may have been replaced since. */
  private Proof proveLatest(Contract contract, Depth depth) {
    SchemaRegistry schemas =
        registry.orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "Cannot prove %s without a schema registry: it keeps the newest row of each key"
                        .formatted(contract.name())));
    Ledger ledger =
        Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties());
    LoggedMarks marks = marks(ledger, contract, Optional.empty());

    return new LatestProver(catalog, log, deadLetters, reader, schemas)
        .prove(contract, depth, marks)
        .with(
            Intake.of(accounts.of(contract), marks),
            contract.requireStream().intake().acknowledgement());
  }

  /** What went to a topic that was deleted can't be counted, nor what a proof does not read. */
  private static LoggedMarks marks(Ledger ledger, Contract contract, Optional<Baseline> from) {
    long topics =
        ledger.sources().values().stream()
            .filter(source -> source.topic().equals(Streams.topic(contract)))
            .count();

    return from.isEmpty() && topics <= 1 ? LoggedMarks.read() : LoggedMarks.unread();
  }

  /**
   * Does both at once: while one waits for Kafka the other reads files. Returns, or fails, when
   * both are over.
   */
  private static <T> T meanwhile(Supplier<T> answered, Runnable done) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(answered);
    try {
      done.run();
    } catch (RuntimeException failure) {
      answer.exceptionally(another -> suppressed(failure, another)).join();
      throw failure;
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static <T> T suppressed(RuntimeException failure, Throwable another) {
    failure.addSuppressed(another);

    return null;
  }

  private Depth rowDepth(Depth depth) {
    return isByEvents ? Depth.IDENTITIES : depth;
  }

  private LoggedOffsets logged(
      Ledger ledger,
      Ledger before,
      Optional<Log.Topic> topic,
      Optional<EventValues> events,
      LoggedMarks marks) {
    LoggedOffsets logged = new LoggedOffsets();
    if (topic.isEmpty()) {
      return logged;
    }
    int number = Reconciliation.number(ledger, topic.get());
    log.read(
        topic.get(),
        before.positionsOf(topic.get().source()),
        kafkaRecord -> {
          Position position = new Position(number, kafkaRecord.partition());
          logged.add(position, kafkaRecord);
          events.ifPresent(values -> values.add(position, kafkaRecord));
          marks.add(kafkaRecord);
        });
    marks.readTo(topic.get());

    return logged;
  }
}
