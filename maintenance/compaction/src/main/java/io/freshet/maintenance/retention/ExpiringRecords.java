package io.freshet.maintenance.retention;

import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.GoneRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LedgerCodec;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.RecordHasher;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.core.lake.RowHasher;
import io.freshet.core.lake.ValuesHash;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Rows of a stream's table: its ledger loses what they add up to, counts them, and names those that
 * the log may still hold, so that nobody takes them for missing or writes them anew. A row that is
 * there twice counts once, as it was noted once. Not thread-safe.
 */
final class ExpiringRecords implements Expiring {
  private final Map<Position, OffsetSet> offsets = new TreeMap<>(Position.ORDER);
  private final Map<Position, ValuesHash> values = new TreeMap<>(Position.ORDER);
  private Map<Position, Long> begins = Map.of();
  private long named;

  private ExpiringRecords() {}

  /**
   * Reads the files.
   *
   * @param isGivenUp asked before each of them
   */
  static ExpiringRecords read(
      Table table, List<DataFile> files, LogBegins log, BooleanSupplier isGivenUp) {
    ExpiringRecords expiring = new ExpiringRecords();
    expiring.read(table, files, isGivenUp);
    // Once, as writers commit while Kafka is asked. What it lets go meanwhile is named for nothing.
    expiring.begins = log.of(Ledger.of(table.properties()));

    return expiring;
  }

  private void read(Table table, List<DataFile> files, BooleanSupplier isGivenUp) {
    RecordHasher records = RecordHasher.of(table);
    Ledger held = Ledger.of(table.properties());
    Map<Position, RowHasher> sums = new TreeMap<>(Position.ORDER);
    for (DataFile file : files) {
      if (isGivenUp.getAsBoolean()) {
        throw new FreshetException(Fault.DEPENDENCY, "Reading rows past retention was given up");
      }
      try (CloseableIterable<Record> rows = rows(table, file)) {
        for (Record row : rows) {
          Position position =
              new Position(
                  (Integer) row.getField(PlatformColumns.SOURCE),
                  (Integer) row.getField(PlatformColumns.PARTITION));
          long offset = (Long) row.getField(PlatformColumns.OFFSET);
          // One that was erased before and is back is no longer part of the account.
          if (!held.erased(position).contains(offset)
              && offsets.computeIfAbsent(position, first -> new OffsetSet()).add(offset)) {
            records.add(row, sums.computeIfAbsent(position, first -> new RowHasher()));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    sums.forEach((position, sum) -> values.put(position, sum.drain()));
  }

  private static CloseableIterable<Record> rows(Table table, DataFile file) {
    ReadBuilder<Record, ?> reader =
        FormatModelRegistry.readBuilder(
            file.format(), Record.class, table.io().newInputFile(file.location()));

    return reader.project(table.schema()).build();
  }

  @Override
  public Map<String, String> summary() {
    List<Stretch> stretches =
        offsets.entrySet().stream()
            .map(entry -> stretch(entry.getKey(), entry.getValue()))
            .toList();

    return Map.of(CommitSummary.REPAIRED, LedgerCodec.writeStretches(stretches));
  }

  private static Stretch stretch(Position position, OffsetSet offsets) {
    return new Stretch(position, offsets.first(), offsets.last() + 1);
  }

  @Override
  public Map<String, String> properties(Map<String, String> before) {
    List<GoneRows> gone =
        offsets.entrySet().stream().map(entry -> gone(entry.getKey(), entry.getValue())).toList();
    named = gone.stream().mapToLong(rows -> rows.rows().count() - rows.rows().unnamed()).sum();

    return Map.of(Ledger.PROPERTY, Ledger.of(before).without(gone).toJson());
  }

  private GoneRows gone(Position position, OffsetSet rows) {
    long logBegin = begins.getOrDefault(position, Long.MAX_VALUE);
    long most = OldRowsReader.MOST_NAMED;
    ErasedRows expired = ErasedRows.expired(rows.count(), rows.from(logBegin).limit(most + 1));

    return new GoneRows(stretch(position, rows), expired, values.get(position), logBegin);
  }

  @Override
  public long named() {
    return named;
  }
}
