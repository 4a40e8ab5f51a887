package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.commit.FileSteps;
import io.freshet.ingestion.writer.commit.ReceivedTimes;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.commit.TracedEvents;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;

/**
 * Turns the records of one stream into files of its table and dead letters, and keeps the account
 * of both. Not thread-safe: one per subtask.
 */
public final class TableWriter implements RecordWriter {
  private final String tableName;
  private final String tableUuid;
  private final String topic;
  private final int source;
  private final long latenessMicros;
  private final boolean keepsLatest;
  private final DeadLetterWriter deadLetters;
  private final Ledger ledger;
  private final Map<Integer, PartitionProgress> partitions = new HashMap<>();
  private final InstantSource clock;
  private final ReceivedTimes receivedTimes = new ReceivedTimes();
  private final TracedEvents traced;
  private EventFiles files;
  private FileSteps finished = FileSteps.none();

  /**
   * @param files of the table, which are closed with the writer
   */
  public TableWriter(
      Contract contract,
      Table table,
      int source,
      EventFiles files,
      DeadLetterWriter deadLetters,
      WriterInstance instance) {
    this(contract, table, source, files, deadLetters, instance, Ledger.of(table.properties()));
  }

  /** Of records from before the table's ledger begins, of which the table holds none. */
  public static TableWriter ofEarlier(
      Contract contract,
      Table table,
      int source,
      EventFiles files,
      DeadLetterWriter deadLetters,
      WriterInstance instance) {
    return new TableWriter(contract, table, source, files, deadLetters, instance, Ledger.EMPTY);
  }

  private TableWriter(
      Contract contract,
      Table table,
      int source,
      EventFiles files,
      DeadLetterWriter deadLetters,
      WriterInstance instance,
      Ledger ledger) {
    this.tableName = TableLayout.name(contract).toString();
    this.tableUuid = table.uuid().toString();
    this.topic = Streams.topic(contract);
    this.source = source;
    this.latenessMicros = contract.requireTable().timing().lateness().toNanos() / 1000;
    this.keepsLatest = contract.keepsLatest();
    this.files = files;
    this.deadLetters = deadLetters;
    this.ledger = ledger;
    this.clock = instance.clock();
    this.traced = new TracedEvents(instance.maxTraced());
  }

  @Override
  public void write(LogRecord logRecord) {
    offer(logRecord).ifPresent(refused -> refuse(logRecord, refused));
  }

  /** Takes in the record, unless it is refused: then nothing becomes of it yet. */
  public Optional<Decoded.Refused> offer(LogRecord logRecord) {
    PartitionProgress progress = partitions.computeIfAbsent(logRecord.partition(), this::progress);
    if (progress.isHeld(logRecord.offset())) {
      return Optional.empty();
    }
    if (logRecord.offset() < progress.recheckBelow() && deadLetters.holds(logRecord)) {
      progress.deadLetter(logRecord.offset());
      receivedTimes.add(logRecord.receivedMillis());
      return Optional.empty();
    }
    Optional<Decoded.Aside> aside = files.write(logRecord, progress.values());
    if (aside.isEmpty()) {
      progress.row(logRecord.offset(), files.eventTime());
      traced.add(logRecord);
    } else if (aside.get() instanceof Decoded.Refused refused) {
      return Optional.of(refused);
    } else {
      progress.excluded(logRecord.offset());
    }
    receivedTimes.add(logRecord.receivedMillis());

    return Optional.empty();
  }

  /** Makes a dead letter of a record that was offered in vain. */
  public void refuse(LogRecord logRecord, Decoded.Refused refused) {
    deadLetters.write(source, logRecord.toConsumerRecord(), refused);
    partitions.get(logRecord.partition()).deadLetter(logRecord.offset());
    receivedTimes.add(logRecord.receivedMillis());
  }

  /**
   * Goes on with files of another schema of the same table; those of before belong to the same
   * checkpoint.
   */
  public void goOnWith(EventFiles others) {
    finished = withRest();
    files.close();
    files = others;
  }

  /**
   * Of a writer that was just opened: a partition is read from where its table ends.
   *
   * @param ledgerEnd where that was for who decided so
   * @throws FreshetException when the table ends before it by now, and so is not the same any more
   */
  public void wentBack(int partition, long ledgerEnd) {
    PartitionProgress progress = progress(partition);
    if (!progress.isHeld(ledgerEnd - 1) && ledgerEnd > 0) {
      throw new FreshetException(
          Fault.OURS,
          "%s is read from offset %d on in %s-%d, and holds less than that by now"
              .formatted(tableName, ledgerEnd, topic, partition));
    }
    progress.beginsAtTheTablesEnd();
    partitions.put(partition, progress);
  }

  private PartitionProgress progress(int partition) {
    Position position = new Position(source, partition);
    Optional<Ledger.Entry> entry = ledger.entry(position);

    return new PartitionProgress(
        position,
        ledger.end(position),
        deadLetters.end(topic, partition),
        entry.map(Ledger.Entry::newestEventTime).orElse(Long.MIN_VALUE),
        latenessMicros);
  }

  @Override
  public Optional<TableCommittable> finish() {
    List<Range> ranges =
        partitions.values().stream()
            .map(PartitionProgress::finish)
            .flatMap(Optional::stream)
            .toList();
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    FileSteps all = withRest();
    finished = FileSteps.none();

    return Optional.of(
        new TableCommittable(
            tableName,
            Set.of(tableUuid),
            all,
            ranges,
            receivedTimes.drain(),
            clock.millis(),
            traced.drain()));
  }

  private FileSteps withRest() {
    FileSteps rest = files.finish();

    return keepsLatest ? finished.then(rest) : finished.and(rest);
  }

  @Override
  public void close() {
    files.close();
  }
}
