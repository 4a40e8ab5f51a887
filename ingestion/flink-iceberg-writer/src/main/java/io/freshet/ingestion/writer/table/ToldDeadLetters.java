package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.consumer.StreamConsumer;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.ingestion.writer.commit.ReceivedTimes;
import io.freshet.ingestion.writer.commit.TableCommittable;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the dead letters of the topic into their table that others have told of, such as the JSON
 * validator, whose records no table's ledger counts. What a writer has told of it has put there
 * itself: that is excluded. Each is counted by its place in the topic. Not thread-safe.
 */
public final class ToldDeadLetters implements RecordWriter {
  private static final byte[] HANDED_OFF = StreamConsumer.SOURCE.getBytes(StandardCharsets.UTF_8);
  private static final Logger LOG = LoggerFactory.getLogger(ToldDeadLetters.class);

  private static final String SOURCE_HEADER = "ce_source";

  private final String tableName;
  private final String tableUuid;
  private final int source;
  private final byte[] ownSource;
  private final long latenessMicros;
  private final EventFiles files;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Map<Integer, PartitionProgress> partitions = new HashMap<>();
  private final ReceivedTimes receivedTimes = new ReceivedTimes();

  /**
   * @param source the number of the topic in the dead-letter table's ledger
   * @param ownSource what the envelopes of writers name as their source
   * @param files of the table, which are closed with the writer
   */
  public ToldDeadLetters(
      Contract deadLetters,
      Table table,
      int source,
      String ownSource,
      EventFiles files,
      InstantSource clock) {
    this.tableName = TableLayout.name(deadLetters).toString();
    this.tableUuid = table.uuid().toString();
    this.source = source;
    this.ownSource = ownSource.getBytes(StandardCharsets.UTF_8);
    this.latenessMicros = deadLetters.requireTable().timing().lateness().toNanos() / 1000;
    this.files = files;
    this.ledger = Ledger.of(table.properties());
    this.clock = clock;
  }

  @Override
  public void write(LogRecord logRecord) {
    PartitionProgress progress = partitions.computeIfAbsent(logRecord.partition(), this::progress);
    if (progress.isHeld(logRecord.offset())) {
      return;
    }
    if (isElsewhere(logRecord) || !isWritten(logRecord, progress)) {
      progress.excluded(logRecord.offset());
      return;
    }
    progress.row(logRecord.offset(), files.eventTime());
    receivedTimes.add(logRecord.receivedMillis());
  }

  /** What a service could not handle is a row of its own table, and no record was refused. */
  private boolean isElsewhere(LogRecord logRecord) {
    Header from = logRecord.toConsumerRecord().headers().lastHeader(SOURCE_HEADER);

    return from != null && (Arrays.equals(from.value(), ownSource) || isHandedOff(from.value()));
  }

  private static boolean isHandedOff(byte[] from) {
    return Arrays.mismatch(HANDED_OFF, from) == HANDED_OFF.length;
  }

  /** What can't be read here can't be a dead letter of one either: that would go on for ever. */
  private boolean isWritten(LogRecord logRecord, PartitionProgress progress) {
    Optional<Decoded.Aside> aside = files.write(logRecord, progress.values());
    if (aside.isPresent() && aside.get() instanceof Decoded.Refused refused) {
      LOG.warn(
          "Record of the dead-letter topic is no dead letter partition={} offset={} cause={}"
              + " detail={}",
          logRecord.partition(),
          logRecord.offset(),
          refused.cause().code(),
          refused.detail());
    }

    return aside.isEmpty();
  }

  private PartitionProgress progress(int partition) {
    Position position = new Position(source, partition);
    long end = ledger.end(position);

    return new PartitionProgress(
        position,
        end,
        end,
        ledger.entry(position).map(Ledger.Entry::newestEventTime).orElse(Long.MIN_VALUE),
        latenessMicros);
  }

  @Override
  public Optional<TableCommittable> finish() {
    List<Range> ranges =
        partitions.values().stream()
            .map(PartitionProgress::finish)
            .flatMap(Optional::stream)
            .toList();

    return ranges.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TableCommittable(
                tableName,
                Set.of(tableUuid),
                files.finish(),
                ranges,
                receivedTimes.drain(),
                clock.millis()));
  }

  @Override
  public void close() {
    files.close();
  }
}
