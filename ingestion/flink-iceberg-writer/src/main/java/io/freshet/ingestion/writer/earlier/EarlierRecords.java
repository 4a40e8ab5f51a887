package io.freshet.ingestion.writer.earlier;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.repair.LoggedStretches;
import io.freshet.ingestion.writer.repair.Repair;
import io.freshet.ingestion.writer.repair.RepairProgress;
import io.freshet.ingestion.writer.repair.StretchRows;
import io.freshet.ingestion.writer.rewrite.Announcement;
import io.freshet.ingestion.writer.rewrite.HeldRows;
import io.freshet.ingestion.writer.rewrite.RewriteCommit;
import io.freshet.ingestion.writer.rewrite.WrittenFiles;
import io.freshet.ingestion.writer.sink.StreamTable;
import io.freshet.ingestion.writer.sink.WritePath;
import io.freshet.ingestion.writer.table.DeadLetterWriter;
import io.freshet.ingestion.writer.table.TableFit;
import io.freshet.ingestion.writer.table.TableWriter;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;

/**
 * Brings into a table what its log still has from before the table began to read it, while the
 * table's writer goes on. Records are judged and written as the writer does; rows and the ledger,
 * which begins earlier then, are one commit. Their dead letters come to their own table before: who
 * is called again after a kill leaves those as they are. Not thread-safe.
 */
public final class EarlierRecords {
  private static final int READINGS = 4;
  private static final long TRIED_RECORDS = 10_000;

  private final Repair.Target target;
  private final DeadLetters letters;
  private final LoggedStretches log;
  private final SchemaRegistry registry;
  private final CommitListener listener;
  private final InstantSource clock;
  private final PrintStream progress;

  /** What takes the records that are refused. */
  public record DeadLetters(Contract contract, DeadLetterWriter.DeadLetterTopic topic) {}

  /**
   * @param listener hears of the commits
   * @param progress is told how far it is
   */
  public EarlierRecords(
      Repair.Target target,
      DeadLetters letters,
      LoggedStretches log,
      SchemaRegistry registry,
      CommitListener listener,
      InstantSource clock,
      PrintStream progress) {
    this.target = target;
    this.letters = letters;
    this.log = log;
    this.registry = registry;
    this.listener = listener;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * What would come in. Changes nothing.
   *
   * @throws FreshetException when it can't
   */
  public EarlierPlan plan() {
    Table table = target.table();
    requireRows();
    Ledger ledger = Ledger.of(table.properties());
    int number = number(ledger);
    Map<Integer, Long> starts = new TreeMap<>();
    ledger
        .entries()
        .forEach(
            (position, entry) -> {
              if (position.source() == number) {
                starts.put(position.partition(), entry.start());
              }
            });
    Map<Integer, Long> beginnings = log.beginnings(starts.keySet());
    List<Stretch> stretches = new ArrayList<>();
    starts.forEach(
        (partition, start) -> {
          long begins = beginnings.get(partition);
          if (begins < start) {
            stretches.add(new Stretch(new Position(number, partition), begins, start));
          }
        });
    requireNone(stretches);

    return new EarlierPlan(
        TableLayout.name(target.contract()).toString(),
        stretches,
        ledger.erased().values().stream().mapToLong(ErasedRows::count).sum(),
        Optional.empty());
  }

  /**
   * With the time that it takes, by the first records, which are read and decoded and not written.
   */
  public EarlierPlan tried(EarlierPlan plan, LongSupplier nanoTime) {
    if (plan.stretches().isEmpty()) {
      return plan;
    }
    EventDecoder decoder = new EventDecoder(target.contract(), registry);
    long each = Math.max(1, TRIED_RECORDS / plan.stretches().size());
    long began = nanoTime.getAsLong();
    long tried = 0;
    for (Stretch whole : plan.stretches()) {
      Stretch some =
          new Stretch(whole.position(), whole.from(), Math.min(whole.end(), whole.from() + each));
      log.read(some, decoder::decode);
      tried += some.end() - some.from();
    }
    long nanos = nanoTime.getAsLong() - began;

    return plan.expecting(Duration.ofNanos((long) ((double) nanos * plan.offsets() / tried)));
  }

  /**
   * Does it.
   *
   * @throws FreshetException when it can't be done; then the table is as it was
   */
  public EarlierReceipt run(EarlierPlan plan) {
    if (plan.stretches().isEmpty()) {
      return EarlierReceipt.nothing(plan);
    }
    progress.printf(
        "Reading %,d offsets of %d partitions%n", plan.offsets(), plan.stretches().size());
    int letterSource =
        TableProvisioner.numberSource(target.deadLetters(), target.source())
            .numberOf(target.source())
            .orElseThrow();
    long lettersReadAt = target.deadLetters().currentSnapshot().snapshotId();
    WriterInstance instance = new WriterInstance(0, clock.millis(), clock);
    try (DeadLetterWriter refused =
            DeadLetterWriter.ofEarlier(
                letters.contract(),
                target.deadLetters(),
                Map.of(Streams.topic(target.contract()), letterSource),
                letters.topic(),
                instance);
        TableWriter writer = writer(refused, instance)) {
      read(plan, writer);
      Optional<TableCommittable> rows = writer.finish();
      refused.finish().ifPresent(some -> commitLetters(some, lettersReadAt));

      return rows.map(some -> commit(plan, some)).orElseGet(() -> EarlierReceipt.nothing(plan));
    }
  }

  private TableWriter writer(DeadLetterWriter refused, WriterInstance instance) {
    Table table = target.table();
    int source = number(Ledger.of(table.properties()));

    return TableWriter.ofEarlier(
        target.contract(),
        table,
        source,
        WritePath.COLUMNAR.open(
            new StreamTable(target.contract(), table, source),
            new EventDecoder(target.contract(), registry),
            instance,
            1),
        refused,
        instance);
  }

  private void read(EarlierPlan plan, TableWriter writer) {
    RepairProgress told = new RepairProgress(progress, System::nanoTime, plan.stretches());
    for (Stretch stretch : plan.stretches()) {
      log.read(
          stretch,
          kafkaRecord -> {
            writer.write(LogRecord.of(kafkaRecord));
            told.at(stretch.position(), kafkaRecord.offset());
          });
    }
  }

  /** Before the rows' ledger counts them, as the writer does. */
  private void commitLetters(TableCommittable refused, long readAt) {
    letters.topic().flush();
    Table table = target.deadLetters();
    List<Stretch> stretches =
        refused.ranges().stream()
            .map(range -> new Stretch(range.position(), range.first(), range.end()))
            .toList();
    Optional<Snapshot> snapshot =
        new RewriteCommit(table, "repair/" + UUID.randomUUID())
            .commit(
                change(readAt, WrittenFiles.of(refused.files(), table), stretches),
                properties ->
                    Map.of(
                        Ledger.PROPERTY,
                        Ledger.of(properties).filledIn(refused.ranges()).toJson()));
    if (snapshot.isEmpty()) {
      throw changed("others have changed the dead letters of before meanwhile");
    }
    Announcement.tell(
        listener, TableLayout.name(letters.contract()).toString(), table, snapshot.get());
  }

  private EarlierReceipt commit(EarlierPlan plan, TableCommittable committable) {
    Table table = target.table();
    List<DataFile> files = WrittenFiles.of(committable.files(), table);
    Map<Position, Ledger.Entry> earlier = entries(plan, committable.ranges());
    for (int reading = 0; reading < READINGS; reading++) {
      table.refresh();
      requireSameBeginnings(plan);
      requireNone(plan.stretches());
      Optional<Snapshot> snapshot =
          new RewriteCommit(table, "repair/" + UUID.randomUUID())
              .commit(
                  change(table.currentSnapshot().snapshotId(), files, plan.stretches()),
                  properties ->
                      Map.of(Ledger.PROPERTY, Ledger.of(properties).extended(earlier).toJson()));
      if (snapshot.isPresent()) {
        return new EarlierReceipt(
            plan,
            committable.ranges(),
            files.size(),
            Optional.of(snapshot.get().snapshotId()),
            Announcement.tell(listener, plan.table(), table, snapshot.get()));
      }
    }
    throw changed("it was rewritten %d times meanwhile".formatted(READINGS));
  }

  private static RewriteCommit.Change change(
      long readAt, List<DataFile> files, List<Stretch> stretches) {
    return new RewriteCommit.Change(
        readAt,
        List.of(),
        files,
        Map.of(CommitSummary.REPAIRED, LedgerCodec.writeStretches(stretches)));
  }

  /** From the log's beginning to the table's, whether a record lies at either or not. */
  private static Map<Position, Ledger.Entry> entries(EarlierPlan plan, List<Range> ranges) {
    Map<Position, Range> byPosition = new HashMap<>();
    ranges.forEach(range -> byPosition.put(range.position(), range));
    Map<Position, Ledger.Entry> entries = new HashMap<>();
    for (Stretch stretch : plan.stretches()) {
      Optional<Range> range = Optional.ofNullable(byPosition.get(stretch.position()));
      entries.put(
          stretch.position(),
          new Ledger.Entry(
              stretch.from(),
              stretch.end(),
              range.map(Range::counts).orElse(Counts.NONE),
              range.map(Range::newestEventTime).orElse(Long.MIN_VALUE)));
    }

    return entries;
  }

  private void requireRows() {
    if (target.contract().keepsLatest()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s keeps the newest row of each key, and what comes from before would replace newer ones"
              .formatted(target.table().name()));
    }
    TableFit.require(target.contract(), target.table());
  }

  private int number(Ledger ledger) {
    return ledger
        .numberOf(target.source())
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "%s has not begun to read the topic %s (id %s); its writer begins with all of it"
                        .formatted(
                            target.table().name(),
                            target.source().topic(),
                            target.source().topicId())));
  }

  /** Rows that the ledger does not count would be there twice. */
  private void requireNone(List<Stretch> stretches) {
    HeldRows.Found found = new HeldRows(target.table(), new StretchRows(stretches)).count();
    if (found.rows() > 0) {
      throw new FreshetException(
          Fault.CALLER,
          "%s holds %d rows from before its ledger begins, which it does not count; take them out first"
              .formatted(target.table().name(), found.rows()));
    }
  }

  private void requireSameBeginnings(EarlierPlan plan) {
    Ledger ledger = Ledger.of(target.table().properties());
    boolean isSame =
        plan.stretches().stream()
            .allMatch(
                stretch -> ledger.entry(stretch.position()).orElseThrow().start() == stretch.end());
    if (!isSame) {
      throw changed("somebody else has brought in what comes before");
    }
  }

  private FreshetException changed(String how) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot bring earlier records into %s: %s; call it again, which is safe"
            .formatted(target.table().name(), how));
  }
}
