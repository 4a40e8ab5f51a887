package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
  private final Schemas schemas;
  private final Witness witness;
  private final GatewayAccounts accounts;

  /** Where events' schemas come from. */
  private interface Schemas {
    SchemaRegistry of(Contract contract);
  }

  /** What is held against the values that the writer noted. */
  private enum Witness {
    ROWS,
    EVENTS
  }

  /** A stream's table as it is, and what of it was not proved before. */
  private record Subject(
      Contract contract,
      Table table,
      Ledger ledger,
      Ledger before,
      Map<Position, Ledger.Entry> entries,
      Map<Position, Offsets> dead,
      Optional<Log.Topic> topic) {
    /** What was proved before has no rows that were erased since: else nothing goes on from it. */
    ErasedRows erased(Position position) {
      return before.entry(position).isPresent() ? ErasedRows.NONE : ledger.erased(position);
    }

    /** Records without a row: dead letters, and those whose rows were erased. */
    Map<Position, Offsets> withoutRows() {
      Map<Position, Offsets> all = new HashMap<>();
      for (Position position : entries.keySet()) {
        Offsets offsets = new Offsets();
        Reconciliation.of(dead, position).without().forEach(offsets::add);
        erased(position).named().forEach(offsets::add);
        all.put(position, offsets);
      }

      return all;
    }
  }

  public StreamProver(Catalog catalog, Log log, Contract deadLetters) {
    this(catalog, log, deadLetters, TableFiles::readAll);
  }

  /**
   * @param reader reads the rows where all of a table is read
   */
  public StreamProver(Catalog catalog, Log log, Contract deadLetters, RowReader reader) {
    this(
        catalog,
        log,
        deadLetters,
        reader,
        StreamProver::withoutRegistry,
        Witness.ROWS,
        GatewayAccounts.none());
  }

  private StreamProver(
      Catalog catalog,
      Log log,
      Contract deadLetters,
      RowReader reader,
      Schemas schemas,
      Witness witness,
      GatewayAccounts accounts) {
    this.reader = reader;
    this.schemas = schemas;
    this.witness = witness;
    this.accounts = accounts;
    this.catalog = catalog;
    this.log = log;
    this.deadLetters = deadLetters;
  }

  private static SchemaRegistry withoutRegistry(Contract contract) {
    throw new FreshetException(
        Fault.CALLER,
        "Cannot prove %s without a schema registry: it keeps the newest row of each key"
            .formatted(contract.name()));
  }

  /**
   * Knows events' schemas, too: without them no table can be proved that keeps the newest row of
   * each key, as an event's key is among its values.
   */
  public StreamProver withSchemas(SchemaRegistry registry) {
    return new StreamProver(
        catalog, log, deadLetters, reader, contract -> registry, witness, accounts);
  }

  /**
   * Holds what the writer noted against the events themselves, decoded anew, instead of against the
   * values of rows; of rows it looks at identities. Events that retention has deleted can't be held
   * against anything, and don't count as proved.
   */
  public StreamProver withEvents(SchemaRegistry registry) {
    return new StreamProver(
        catalog, log, deadLetters, reader, contract -> registry, Witness.EVENTS, accounts);
  }

  /** Holds what event gateways accepted against the log, too. */
  public StreamProver withAccounts(GatewayAccounts told) {
    return new StreamProver(catalog, log, deadLetters, reader, schemas, witness, told);
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
        since
            .filter(baseline -> baseline.ledger().repairs().equals(ledger.repairs()))
            .flatMap(baseline -> FileChanges.since(baseline.snapshot(), table));
    Optional<Baseline> from = changes.isPresent() ? since : Optional.empty();
    Ledger before = from.map(Baseline::ledger).orElse(Ledger.EMPTY);
    Map<Position, Ledger.Entry> entries = ledger.since(before);
    Map<Position, CommitValues> noted =
        depth == Depth.VALUES ? CommitValues.of(table, ledger, before) : Map.of();
    StreamRows rows = rows(table, noted, before, depth);
    Subject subject =
        new Subject(
            contract, table, ledger, before, entries, dead, log.topic(Streams.topic(contract)));
    BiConsumer<Position, ConsumerRecord<byte[], byte[]>> events = events(subject, noted, depth);
    LoggedMarks marks = from.isPresent() ? LoggedMarks.unread() : marks(ledger, contract);
    LoggedOffsets logged =
        meanwhile(
            () -> logged(subject, events, marks),
            () -> changes.ifPresentOrElse(rows::read, () -> rows.readAll(reader)));

    Proof reconciled = reconciled(subject, logged, rows);

    return reconciled
        .withFindings(LandedFiles.findings(table.properties(), ledger, reconciled.findings()))
        .within(new Scope(0, Reconciliation.state(table, ledger), from))
        .withValues(noted)
        .withFaults(rows.rewriteFaults())
        .withFaults(depth == Depth.VALUES ? RedrivenRows.doubled(table) : List.of())
        .withIntake(
            Intake.of(accounts.of(contract), marks),
            contract.requireStream().intake().acknowledgement());
  }

  private StreamRows rows(
      Table table, Map<Position, CommitValues> noted, Ledger before, Depth depth) {
    return switch (witness) {
      case ROWS -> new StreamRows(table, noted, before, depth);
      case EVENTS -> new StreamRows(table, Map.of(), before, Depth.IDENTITIES);
    };
  }

  /** What takes the values of the log's events. */
  private BiConsumer<Position, ConsumerRecord<byte[], byte[]>> events(
      Subject subject, Map<Position, CommitValues> noted, Depth depth) {
    if (witness == Witness.ROWS || depth != Depth.VALUES) {
      return (position, kafkaRecord) -> {};
    }
    Contract contract = subject.contract();
    LoggedEvents decoded =
        new LoggedEvents(contract, subject.table().schema(), schemas.of(contract));

    return new EventValues(
            decoded, subject.table(), subject.entries(), subject.withoutRows(), noted)
        ::add;
  }

  private static Proof reconciled(Subject subject, LoggedOffsets logged, StreamRows rows) {
    List<PartitionAccount> accounts = new ArrayList<>();
    subject
        .entries()
        .forEach(
            (position, entry) ->
                accounts.add(
                    new PartitionAccount(
                        position,
                        entry,
                        Reconciliation.logBegin(subject.ledger(), position, subject.topic()),
                        logged.of(position).below(entry.end()),
                        logged.tests(position).below(entry.end()),
                        Reconciliation.of(rows.identities(), position),
                        Reconciliation.of(subject.dead(), position)
                            .between(subject.before().end(position), entry.end()),
                        Optional.empty(),
                        subject.erased(position))));

    return Reconciliation.proof(
        subject.contract(),
        subject.ledger(),
        subject.topic(),
        accounts,
        rows.identities(),
        Reconciliation.pending(subject.ledger(), logged.all()));
  }

  /** All of it: what was proved before may have been replaced since. */
  private Proof proveLatest(Contract contract, Depth depth) {
    SchemaRegistry registry = schemas.of(contract);
    Ledger ledger =
        Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties());
    LoggedMarks marks = marks(ledger, contract);

    return new LatestProver(catalog, log, deadLetters, reader, registry)
        .prove(contract, depth, marks)
        .withIntake(
            Intake.of(accounts.of(contract), marks),
            contract.requireStream().intake().acknowledgement());
  }

  /** What went to a topic that was deleted can't be counted. */
  private static LoggedMarks marks(Ledger ledger, Contract contract) {
    long topics =
        ledger.sources().values().stream()
            .filter(source -> source.topic().equals(Streams.topic(contract)))
            .count();

    return topics <= 1 ? LoggedMarks.read() : LoggedMarks.unread();
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

  private LoggedOffsets logged(
      Subject subject,
      BiConsumer<Position, ConsumerRecord<byte[], byte[]>> events,
      LoggedMarks marks) {
    LoggedOffsets logged = new LoggedOffsets();
    subject
        .topic()
        .ifPresent(
            topic -> {
              int number = Reconciliation.number(subject.ledger(), topic);
              log.read(
                  topic,
                  subject.before().positionsOf(topic.source()),
                  kafkaRecord -> {
                    Position position = new Position(number, kafkaRecord.partition());
                    logged.add(position, kafkaRecord);
                    events.accept(position, kafkaRecord);
                    marks.add(kafkaRecord);
                  });
              marks.readTo(topic);
            });

    return logged;
  }
}
