package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.envelope.DeadLetterForm;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.ValuesHash;
import io.freshet.ingestion.writer.commit.ReceivedTimes;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every refused record of a pool's streams with its cause, original bytes and envelope: as a
 * row of the dead-letter table, in the same checkpoint, and at least once on the dead-letter topic.
 * Not thread-safe.
 */
public final class DeadLetterWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);

  private final String tableName;
  private final String tableUuid;
  private final Table table;
  private final Map<String, Integer> sources;
  private final HeldDeadLetters held;
  private final RowFiles files;
  private final PayloadRows rows;
  private final RecordHasher hasher;
  private final RowHasher values = new RowHasher();
  private final PlatformValues platformValues;
  private final org.apache.iceberg.data.GenericRecord template;
  private final DeadLetterForm form;
  private final DeadLetterTopic topic;
  private final InstantSource clock;
  private final Passed passed;
  private final ReceivedTimes receivedTimes = new ReceivedTimes();
  private final Map<Position, Range> ranges = new HashMap<>();

  /** Behind the last one of each partition that was written here, committed or not. */
  private final Map<Position, Long> written = new HashMap<>();

  private Ledger ledger;

  /**
   * @param sources the number that each topic has in the dead-letter table's own ledger
   */
  public DeadLetterWriter(
      Contract contract,
      Table table,
      Map<String, Integer> sources,
      DeadLetterTopic topic,
      WriterInstance instance) {
    this(contract, table, sources, topic, instance, Passed.IN_TOPIC_ONLY);
  }

  /**
   * Of records that nobody has read yet, though the dead letters of others behind them may be in
   * the table.
   */
  public static DeadLetterWriter ofEarlier(
      Contract contract,
      Table table,
      Map<String, Integer> sources,
      DeadLetterTopic topic,
      WriterInstance instance) {
    return new DeadLetterWriter(contract, table, sources, topic, instance, Passed.WRITTEN);
  }

  private DeadLetterWriter(
      Contract contract,
      Table table,
      Map<String, Integer> sources,
      DeadLetterTopic topic,
      WriterInstance instance,
      Passed passed) {
    this.passed = passed;
    this.tableName = TableLayout.name(contract).toString();
    this.tableUuid = table.uuid().toString();
    this.table = table;
    this.sources = Map.copyOf(sources);
    this.ledger = Ledger.of(table.properties());
    this.held = new HeldDeadLetters(table);
    this.files = new RowFiles(table, instance.subtask(), instance.attempt());
    this.rows =
        new PayloadRows(
            contract.schema().fields(), table.schema().asStruct(), AvroPayloads::columns);
    this.platformValues = new PlatformValues(table, 0);
    this.hasher = RecordHasher.of(table);
    this.template = org.apache.iceberg.data.GenericRecord.create(table.schema());
    this.form = new DeadLetterForm(contract);
    this.topic = topic;
    this.clock = instance.clock();
  }

  /** What becomes of a dead letter that lies before the end of their table's ledger. */
  private enum Passed {
    IN_TOPIC_ONLY,
    WRITTEN
  }

  /** Where copies of dead letters go for whoever wants to be told at once. */
  public interface DeadLetterTopic {
    /**
     * @param id the refused record's identity: the same whenever it is sent again
     * @throws InvalidEventException when no topic could ever take it
     */
    void send(String id, GenericRecord deadLetter);

    /** Waits until everything is there that it takes. */
    default void flush() {}
  }

  /**
   * Before a topic's records are read again: looks up anew which of them the table holds.
   *
   * @return whether it holds all that were written here; when not, what is under way would be
   *     written twice
   */
  public boolean isCaughtUp(String topic) {
    table.refresh();
    ledger = Ledger.of(table.properties());
    int source = sources.get(topic);
    held.forget(source);

    return written.entrySet().stream()
        .filter(entry -> entry.getKey().source() == source)
        .allMatch(entry -> entry.getValue() <= ledger.end(entry.getKey()));
  }

  /** Up to where {@link #holds} has to be asked. */
  long end(String stream, int partition) {
    return ledger.end(new Position(sources.get(stream), partition));
  }

  /** Whether the record was refused before, by a job whose rows were not committed any more. */
  boolean holds(LogRecord logRecord) {
    Position position = new Position(sources.get(logRecord.topic()), logRecord.partition());

    return held.contains(position, logRecord.offset(), ledger.end(position));
  }

  /**
   * @param originSource the number of the record's topic in its own table's ledger
   */
  void write(
      int originSource, ConsumerRecord<byte[], byte[]> kafkaRecord, Decoded.Refused refused) {
    Position position = new Position(sources.get(kafkaRecord.topic()), kafkaRecord.partition());
    GenericRecord deadLetter =
        form.of(
            originSource,
            kafkaRecord,
            ReceivedTime.millis(kafkaRecord),
            new DeadLetterForm.Reason(
                kafkaRecord.topic(), refused.cause().code(), refused.detail()));
    tell(deadLetter, originSource, position, kafkaRecord.offset());
    if (passed == Passed.IN_TOPIC_ONLY && kafkaRecord.offset() < ledger.end(position)) {
      // The table holds none below its end but those that TableWriter has asked for.
      LOG.warn(
          "Dead letter is in its topic only, the record was a row before a restart position={}"
              + " offset={} cause={}",
          position,
          kafkaRecord.offset(),
          refused.cause().code());
      return;
    }
    Record row = template.copy();
    rows.fill(deadLetter, row);
    platformValues.fillIdentity(row, position.source(), kafkaRecord);
    files
        .write(row)
        .ifPresent(
            problem -> {
              throw new IllegalStateException("A dead letter has no file: " + problem.detail());
            });
    receivedTimes.add(ReceivedTime.millis(kafkaRecord));
    hasher.add(row, values);
    ranges.merge(position, range(position, kafkaRecord, values.drain()), Range::then);
    written.put(position, kafkaRecord.offset() + 1);
  }

  /**
   * Compression lets records into a topic that are many times larger than its limit, and no topic
   * takes such a one together with its envelope. The table does.
   */
  private void tell(GenericRecord deadLetter, int originSource, Position position, long offset) {
    try {
      topic.send(RedriveOrigin.text(originSource, position.partition(), offset), deadLetter);
    } catch (InvalidEventException e) {
      LOG.warn(
          "Dead letter is in the table only position={} offset={} cause={}",
          position,
          offset,
          e.getMessage());
    }
  }

  private static Range range(
      Position position, ConsumerRecord<byte[], byte[]> kafkaRecord, ValuesHash values) {
    return new Range(
        position,
        Range.UNKNOWN,
        kafkaRecord.offset(),
        kafkaRecord.offset() + 1,
        new Counts(1, 0, 0, 0).withValues(values),
        ReceivedTime.millis(kafkaRecord) * 1000);
  }

  /** What the checkpoint adds to the dead-letter table; empty when nothing was refused. */
  public Optional<TableCommittable> finish() {
    if (ranges.isEmpty()) {
      return Optional.empty();
    }
    TableCommittable committable =
        new TableCommittable(
            tableName,
            Set.of(tableUuid),
            files.finish(),
            List.copyOf(ranges.values()),
            receivedTimes.drain(),
            clock.millis());
    ranges.clear();

    return Optional.of(committable);
  }

  @Override
  public void close() {
    files.close();
  }
}
