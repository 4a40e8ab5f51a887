package io.freshet.maintenance.retention;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.samples.ParquetRows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.AppendFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;

/** The table of a stream in memory, whose contract keeps rows for 30 days. */
final class PingStream {
  static final Position POSITION = new Position(1, 0);

  private static final String NAME = "dasher_pings";

  private final Table table;
  private long nextOffset;

  PingStream() {
    table = KeptTable.of(NAME);
    TableProvisioner.numberSource(table, new LogSource("cluster", NAME, "topic-1"));
  }

  Table table() {
    table.refresh();

    return table;
  }

  Ledger ledger() {
    return Ledger.of(table().properties());
  }

  /** Commits so many rows of that day, each received when it happened, as the writer does. */
  PingStream day(LocalDate day, int count) {
    long first = nextOffset;
    Instant time = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    RecordHasher hasher = RecordHasher.of(table());
    RowHasher sum = new RowHasher();
    List<Record> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Record ping = ping(time);
      hasher.add(ping, sum);
      rows.add(ping);
    }
    Range range =
        new Range(
            POSITION,
            first,
            first,
            nextOffset,
            new Counts(count, 0, 0, 0).withValues(sum.drain()),
            ChronoUnit.MICROS.between(Instant.EPOCH, time));
    Ledger after = ledger().plus(List.of(range));
    Transaction transaction = table.newTransaction();
    AppendFiles append = transaction.newAppend().appendFile(ParquetRows.file(table, rows));
    append.set(CommitSummary.RANGES, LedgerCodec.writeRanges(List.of(range)));
    append.commit();
    transaction.updateProperties().set(Ledger.PROPERTY, after.toJson()).commit();
    transaction.commitTransaction();

    return this;
  }

  private Record ping(Instant time) {
    Record ping = GenericRecord.create(table.schema());
    ping.setField("market", "san_francisco");
    ping.setField("dasher_id", nextOffset % 7);
    ping.setField("latitude", BigDecimal.valueOf(37_700_000 + nextOffset, 6));
    ping.setField("longitude", BigDecimal.valueOf(-122_400_000, 6));
    ping.setField("event_time", time.atOffset(ZoneOffset.UTC));
    ping.setField("_source", POSITION.source());
    ping.setField("_stream_partition", POSITION.partition());
    ping.setField("_offset", nextOffset++);
    ping.setField("_received_at", time.atOffset(ZoneOffset.UTC));

    return ping;
  }
}
