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
import io.freshet.core.lake.ValuesHash;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * the log may still hold, so that nobody takes them for missing or writes them anew. Where the
 * ledger can name no more, the youngest partitions wait. Not thread-safe.
 */
final class ExpiringRecords implements Expiring {
  private final Table table;
  private final RecordHasher hasher;
  private final Ledger held;
  private final Map<Position, Long> begins;
  private final List<DatedFiles.Dated> going = new ArrayList<>();
  private final Map<Position, OffsetSet> offsets = new TreeMap<>(Position.ORDER);
  private final Map<Position, ValuesHash> values = new TreeMap<>(Position.ORDER);
  private Optional<String> waiting = Optional.empty();
  private long nameable;
  private long named;

  /**
   * @param begins the first offset that the log still has; of positions whose log is gone, none
   * @param mostNamed so many offsets at most the ledger is to name
   */
  ExpiringRecords(Table table, Map<Position, Long> begins, long mostNamed) {
    this.table = table;
    this.hasher = RecordHasher.of(table);
    this.held = Ledger.of(table.properties());
    this.begins = begins;
    this.nameable = Math.max(0, mostNamed - namedAlready());
  }

  /** Without those that the log has let go since: they are no longer named once others are. */
  private long namedAlready() {
    long all = 0;
    for (Map.Entry<Position, ErasedRows> each : held.erased().entrySet()) {
      long begin = begins.getOrDefault(each.getKey(), 0L);
      all += each.getValue().named().filter(offset -> offset >= begin).count();
    }

    return all;
  }

  /**
   * Reads partitions until one has more rows to name than can be.
   *
   * @param due in the order in which they are to go
   * @param isGivenUp asked before each of their files
   */
  void take(List<DatedFiles.Dated> due, BooleanSupplier isGivenUp) {
    for (int i = 0; i < due.size(); i++) {
      ReadRows rows = read(due.get(i).files(), isGivenUp);
      long logged = rows.logged(begins);
      if (logged > nameable) {
        waiting =
            Optional.of(
                "%d of %d partitions wait, from %s on: Kafka still holds the records of %d of its rows, and the ledger can name %d more; they go once Kafka has let them go"
                    .formatted(
                        due.size() - i, due.size(), due.get(i).part().name(), logged, nameable));

        return;
      }
      nameable -= logged;
      named += logged;
      going.add(due.get(i));
      rows.offsets()
          .forEach(
              (position, more) ->
                  offsets.computeIfAbsent(position, first -> new OffsetSet()).addAll(more));
      rows.values().forEach((position, sum) -> values.merge(position, sum, ValuesHash::plus));
    }
  }

  private ReadRows read(List<DataFile> files, BooleanSupplier isGivenUp) {
    ReadRows read = new ReadRows();
    for (DataFile file : files) {
      if (isGivenUp.getAsBoolean()) {
        throw new FreshetException(Fault.DEPENDENCY, "Reading rows past retention was given up");
      }
      try (CloseableIterable<Record> rows = rows(file)) {
        for (Record row : rows) {
          Position position =
              new Position(
                  (Integer) row.getField(PlatformColumns.SOURCE),
                  (Integer) row.getField(PlatformColumns.PARTITION));
          long offset = (Long) row.getField(PlatformColumns.OFFSET);
          if (!isCounted(position, offset)) {
            read.add(position, offset, row, hasher);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    return read;
  }

  /** One that was erased before and is back is no longer part of the account. */
  private boolean isCounted(Position position, long offset) {
    OffsetSet taken = offsets.get(position);

    return (taken != null && taken.contains(offset)) || held.erased(position).contains(offset);
  }

  private CloseableIterable<Record> rows(DataFile file) {
    ReadBuilder<Record, ?> reader =
        FormatModelRegistry.readBuilder(
            file.format(), Record.class, table.io().newInputFile(file.location()));

    return reader.project(table.schema()).build();
  }

  @Override
  public List<DatedFiles.Dated> going() {
    return List.copyOf(going);
  }

  @Override
  public Optional<String> waiting() {
    return waiting;
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

    return Map.of(Ledger.PROPERTY, Ledger.of(before).without(gone).toJson());
  }

  private GoneRows gone(Position position, OffsetSet rows) {
    long logBegin = begins.getOrDefault(position, Long.MAX_VALUE);

    return new GoneRows(
        stretch(position, rows),
        ErasedRows.expired(rows.count(), rows.from(logBegin)),
        values.get(position),
        logBegin);
  }

  @Override
  public long named() {
    return named;
  }
}
