package io.freshet.assurance.prove;

import io.freshet.assurance.log.Log;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import java.util.ArrayList;
import java.util.HashMap;
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
  private static final int UNKNOWN_SOURCE = 0;

  private final Catalog catalog;
  private final Log log;
  private final Contract deadLetters;
  private final RowReader reader;
  private final Optional<SchemaRegistry> registry;
  private final GatewayAccounts accounts;

  public StreamProver(Catalog catalog, Log log, Contract deadLetters) {
    this(catalog, log, deadLetters, TableFiles::readAll);
  }

  /**
   * @param reader reads the rows where all of a table is read
   */
  public StreamProver(Catalog catalog, Log log, Contract deadLetters, RowReader reader) {
    this(catalog, log, deadLetters, reader, Optional.empty(), GatewayAccounts.none());
  }

  private StreamProver(
      Catalog catalog,
      Log log,
      Contract deadLetters,
      RowReader reader,
      Optional<SchemaRegistry> registry,
      GatewayAccounts accounts) {
    this.reader = reader;
    this.registry = registry;
    this.accounts = accounts;
    this.catalog = catalog;
    this.log = log;
    this.deadLetters = deadLetters;
  }

  /**
   * Holds what the writer noted against the events themselves, decoded anew, instead of against the
   * values of rows; of rows it looks at identities. Events that retention has deleted can't be held
   * against anything, and don't count as proved.
   */
  public StreamProver withEvents(SchemaRegistry schemas) {
    return new StreamProver(catalog, log, deadLetters, reader, Optional.of(schemas), accounts);
  }

  /** Holds what event gateways accepted against the log, too. */
  public StreamProver withAccounts(GatewayAccounts told) {
    return new StreamProver(catalog, log, deadLetters, reader, registry, told);
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
    // The ledger first: dead letters are committed before the table that counts them, so that none
    // it knows of is missed here. Newer ones are left out.
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    Ledger ledger = Ledger.of(table.properties());
    Map<Position, Offsets> dead = deadLetters(ledger, Streams.topic(contract));
    Optional<FileChanges> changes =
        since.flatMap(baseline -> FileChanges.since(baseline.snapshot(), table));
    Optional<Baseline> from = changes.isPresent() ? since : Optional.empty();
    Ledger before = from.map(Baseline::ledger).orElse(Ledger.EMPTY);
    Map<Position, Ledger.Entry> entries = ledger.since(before);
    Map<Position, CommitValues> noted =
        depth == Depth.VALUES ? CommitValues.of(table, entries, before) : Map.of();
    StreamRows rows =
        new StreamRows(table, registry.isPresent() ? Map.of() : noted, before, rowDepth(depth));
    Optional<Log.Topic> topic = log.topic(Streams.topic(contract));
    Optional<EventValues> events =
        registry
            .filter(schemas -> depth == Depth.VALUES)
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
                    logBegin(ledger, position, topic),
                    logged.of(position).below(entry.end()),
                    logged.tests(position).below(entry.end()),
                    of(rows.identities(), position),
                    of(dead, position).between(before.end(position), entry.end()))));

    List<String> findings = new ArrayList<>();
    topic.ifPresent(now -> findings.addAll(replaced(ledger, now)));
    accounts.forEach(account -> findings.addAll(account.findings()));
    findings.addAll(unknown(ledger, rows.identities()));
    Scope scope = new Scope(0, state(table, ledger), from);

    return proof(contract, accounts, pending(ledger, logged.all()), findings)
        .within(scope)
        .with(noted)
        .with(rows.rewriteFaults())
        .with(depth == Depth.VALUES ? RedrivenRows.doubled(table) : List.of())
        .with(
            Intake.of(this.accounts.of(contract), marks),
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
    return registry.isPresent() ? Depth.IDENTITIES : depth;
  }

  private static Optional<Baseline> state(Table table, Ledger ledger) {
    return Optional.ofNullable(table.currentSnapshot())
        .map(snapshot -> new Baseline(snapshot.snapshotId(), ledger));
  }

  /** A topic that was recreated is another source, which somebody must begin to read. */
  private static List<String> replaced(Ledger ledger, Log.Topic topic) {
    if (ledger.numberOf(topic.source()).isPresent()) {
      return List.of();
    }

    return ledger.sources().values().stream()
        .filter(source -> source.topic().equals(topic.source().topic()))
        .map(
            source ->
                "Topic %s has the id %s in cluster %s now, the ledger knows it as %s in cluster %s:"
                        .formatted(
                            source.topic(),
                            topic.source().topicId(),
                            topic.source().clusterId(),
                            source.topicId(),
                            source.clusterId())
                    + " it was recreated, and the table has not begun to read it")
        .toList();
  }

  private static List<String> unknown(Ledger ledger, Map<Position, Offsets> rows) {
    return rows.keySet().stream()
        .filter(position -> ledger.entry(position).isEmpty())
        .map("Partition %s: the table has rows of it, the ledger does not know it"::formatted)
        .toList();
  }

  private static Proof proof(
      Contract contract, List<PartitionAccount> accounts, long pending, List<String> findings) {
    Proof.Totals totals =
        accounts.stream()
            .map(PartitionAccount::totals)
            .reduce(new Proof.Totals(0, 0, 0, 0, 0, 0, 0), Proof.Totals::plus);
    List<Proof.Stretch> stretches =
        accounts.stream().flatMap(account -> account.stretches().stream()).toList();

    return Proof.ofStream(
        TableLayout.name(contract).toString(), totals, pending, stretches, findings);
  }

  private Map<Position, Offsets> deadLetters(Ledger ledger, String topic) {
    Table table = LakeCatalog.require(catalog, TableLayout.name(deadLetters));
    Ledger deadLedger = Ledger.of(table.properties());
    Map<Position, Offsets> renumbered = new HashMap<>();
    TableRows.deadLetters(table, topic)
        .forEach(
            (position, offsets) -> {
              LogSource source = deadLedger.sources().get(position.source());
              ledger
                  .numberOf(source)
                  .ifPresent(
                      number ->
                          renumbered.put(new Position(number, position.partition()), offsets));
            });

    return renumbered;
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
    // Sources are numbered from 1: what the ledger does not know of is all pending.
    int number = ledger.numberOf(topic.get().source()).orElse(UNKNOWN_SOURCE);
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

  private static long logBegin(Ledger ledger, Position position, Optional<Log.Topic> topic) {
    boolean current =
        topic.isPresent() && topic.get().source().equals(ledger.sources().get(position.source()));

    return current
        ? topic.get().begins().getOrDefault(position.partition(), Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  private static long pending(Ledger ledger, Map<Position, Offsets> logged) {
    return logged.entrySet().stream()
        .mapToLong(
            entry ->
                entry.getValue().distinctCount()
                    - entry.getValue().countBelow(ledger.end(entry.getKey())))
        .sum();
  }

  private static Offsets of(Map<Position, Offsets> offsets, Position position) {
    return offsets.getOrDefault(position, new Offsets());
  }
}
