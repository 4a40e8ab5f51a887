package io.freshet.assurance.prove;

import io.freshet.core.lake.ErasedRows;
import io.freshet.core.lake.GoneRows;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Repairs;
import io.freshet.core.lake.ValuesHash;
import io.freshet.testing.samples.ParquetRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** What others than the writer do to rows of {@link MarketLake} that are there. */
public final class MarketChanges {
  private final Table markets;

  MarketChanges(Table markets) {
    this.markets = markets;
  }

  /**
   * Puts all rows of a partition into one file, as compaction does, one of them with another name.
   */
  public void rewrite(int partition, long end, long renamed) {
    List<Record> rows = SampleRows.of(markets, 1, partition, LongStream.range(0, end));
    rows.stream()
        .filter(row -> row.getField(PlatformColumns.OFFSET).equals(renamed))
        .forEach(row -> row.setField("name", "another"));
    markets.refresh();
    Set<DataFile> before = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = markets.newScan().planFiles()) {
      tasks.forEach(task -> before.add(task.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    markets.newRewrite().rewriteFiles(before, Set.of(ParquetRows.file(markets, rows))).commit();
  }

  /** Takes rows away, as an erasure does, with the ledger. */
  public void erase(int partition, long... offsets) {
    takeAway(
        partition,
        offsets,
        (ledger, values) ->
            ledger.erased(
                Map.of(new Position(1, partition), ErasedRows.of(LongStream.of(offsets))),
                Map.of(new Position(1, partition), values),
                Map.of(new Position(1, partition), 0L)));
  }

  /**
   * Lets the first rows go, as retention does.
   *
   * @param end of their offsets
   * @param logBegin the first offset that the log still has
   */
  public void expire(int partition, long end, long logBegin) {
    Position position = new Position(1, partition);
    takeAway(
        partition,
        LongStream.range(0, end).toArray(),
        (ledger, values) ->
            ledger.without(
                List.of(
                    new GoneRows(
                        new Repairs.Stretch(position, 0, end),
                        ErasedRows.expired(end, LongStream.range(logBegin, end)),
                        values,
                        logBegin))));
  }

  private void takeAway(
      int partition, long[] offsets, BiFunction<Ledger, ValuesHash, Ledger> account) {
    markets.refresh();
    Set<Long> erased = LongStream.of(offsets).boxed().collect(Collectors.toSet());
    List<Record> gone = new ArrayList<>();
    List<Record> rest = new ArrayList<>();
    new TableFiles(markets, Depth.VALUES)
        .readAll(
            TableFiles::readAll,
            row ->
                (row.getField(PlatformColumns.PARTITION).equals(partition)
                            && erased.contains(row.getField(PlatformColumns.OFFSET))
                        ? gone
                        : rest)
                    .add(row));
    Ledger ledger = account.apply(Ledger.of(markets.properties()), SampleRows.hash(markets, gone));
    Transaction transaction = markets.newTransaction();
    transaction
        .newOverwrite()
        .overwriteByRowFilter(Expressions.alwaysTrue())
        .addFile(ParquetRows.file(markets, rest))
        .commit();
    transaction.updateProperties().set(Ledger.PROPERTY, ledger.toJson()).commit();
    transaction.commitTransaction();
  }

  /** Notes as a repair does that a stretch of a partition was written anew, with its rows. */
  void noteRepair(int partition, long from, long end) {
    markets.refresh();
    Position position = new Position(1, partition);
    List<Record> rows = new ArrayList<>();
    new TableFiles(markets, Depth.VALUES).readAll(TableFiles::readAll, rows::add);
    ValuesHash sum =
        SampleRows.hash(
            markets,
            rows.stream()
                .filter(row -> row.getField(PlatformColumns.PARTITION).equals(partition))
                .toList());
    List<Repairs.Stretch> stretches = List.of(new Repairs.Stretch(position, from, end));
    markets
        .updateProperties()
        .set(
            Ledger.PROPERTY,
            Ledger.of(markets.properties()).repaired(stretches, Map.of(position, sum)).toJson())
        .commit();
  }
}
