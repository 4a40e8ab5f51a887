package io.freshet.bench.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderComparators;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** Whether both tables are laid out as is said of them; otherwise no figure means anything. */
final class LayoutCheck {
  private static final int LOOKED_AT = 10_000;

  /** Of rows in a random order, about half follow one that comes before them. */
  private static final double MOST_BY_CHANCE = 0.6;

  /** Between two files the order begins anew. */
  private static final double LEAST_SORTED = 0.99;

  private LayoutCheck() {}

  /** What is wrong with a table that should be sorted, file by file, and lie in so many days. */
  static List<String> laidOut(Table table, int days) {
    int files = 0;
    int sorted = 0;
    Set<String> partitions = new HashSet<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      for (FileScanTask task : tasks) {
        files++;
        sorted += isSorted(task, table.sortOrder()) ? 1 : 0;
        partitions.add(task.spec().partitionToPath(task.file().partition()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> findings = new ArrayList<>();
    if (sorted < files) {
      findings.add(
          "Only %d of %d files of %s are in the table's sort order"
              .formatted(sorted, files, table.name()));
    }
    if (partitions.size() < days) {
      findings.add(
          "%s has %d partitions, not one for each of %d days"
              .formatted(table.name(), partitions.size(), days));
    }

    return findings;
  }

  private static boolean isSorted(FileScanTask task, SortOrder order) {
    Integer id = task.file().sortOrderId();

    return order.isSorted() && id != null && id == order.orderId();
  }

  /** What is wrong with a table that another engine has sorted: it notes no order in its files. */
  static List<String> along(Table table, String column) {
    double share = shareInOrder(table, List.of(column));

    return share >= LEAST_SORTED
        ? List.of()
        : List.of(
            "Only %.0f %% of neighbours in %s are in the order of %s"
                .formatted(share * 100, table.name(), column));
  }

  /** What is wrong with a table whose rows should be in no order, least of all in ours. */
  static List<String> plain(Table table, SortOrder ours) {
    List<String> columns =
        ours.fields().stream()
            .map(field -> ours.schema().findColumnName(field.sourceId()))
            .toList();
    double share = shareInOrder(table, columns);

    return share <= MOST_BY_CHANCE
        ? List.of()
        : List.of(
            "%.0f %% of neighbours in the table without layout are in our order"
                .formatted(share * 100));
  }

  private static double shareInOrder(Table table, List<String> columns) {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).select(columns).build()) {
      return shareInOrder(rows, table.schema().select(columns), columns);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Of the first rows.
   *
   * @param columns by which they would be sorted
   */
  static double shareInOrder(Iterable<Record> rows, Schema schema, List<String> columns) {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    columns.forEach(order::asc);
    Comparator<StructLike> comparator = SortOrderComparators.forSchema(schema, order.build());
    InternalRecordWrapper former = new InternalRecordWrapper(schema.asStruct());
    InternalRecordWrapper latter = new InternalRecordWrapper(schema.asStruct());
    int pairs = 0;
    int inOrder = 0;
    Record last = null;
    for (Iterator<Record> all = rows.iterator(); all.hasNext() && pairs < LOOKED_AT; ) {
      Record row = all.next();
      if (last != null) {
        pairs++;
        inOrder += comparator.compare(former.wrap(last), latter.wrap(row)) <= 0 ? 1 : 0;
      }
      last = row;
    }

    return pairs == 0 ? 0 : (double) inOrder / pairs;
  }
}
