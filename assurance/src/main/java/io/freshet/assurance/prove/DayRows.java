package io.freshet.assurance.prove;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the keys of a derived table's rows, a day at a time, so that one day's fit in memory. */
final class DayRows {
  private final Table table;
  private final List<String> key;
  private final String dayColumn;

  DayRows(Table table, List<String> key, String dayColumn) {
    this.table = table;
    this.key = key;
    this.dayColumn = dayColumn;
  }

  /**
   * What there is of a day.
   *
   * @param keys distinct ones
   */
  record Found(long rows, long keys) {}

  Found of(LocalDate day) {
    Set<List<Object>> keys = new HashSet<>();
    long[] rows = {0};
    read(
        Expressions.equal(dayColumn, day.toString()),
        key,
        row -> {
          rows[0]++;
          keys.add(key.stream().map(row::getField).toList());
        });

    return new Found(rows[0], keys.size());
  }

  /** Rows of all other days, by day. */
  Map<LocalDate, Long> besides(Collection<LocalDate> days) {
    Map<LocalDate, Long> others = new TreeMap<>();
    Expression filter =
        days.isEmpty()
            ? Expressions.alwaysTrue()
            : Expressions.notIn(dayColumn, days.stream().map(LocalDate::toString).toList());
    read(
        filter,
        List.of(dayColumn),
        row -> others.merge((LocalDate) row.getField(dayColumn), 1L, Long::sum));

    return others;
  }

  private void read(Expression filter, List<String> columns, Consumer<Record> each) {
    if (table.currentSnapshot() == null) {
      return;
    }
    try (CloseableIterable<Record> rows =
        IcebergGenerics.read(table).where(filter).select(columns).build()) {
      rows.forEach(each);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot read %s: %s".formatted(table.name(), e.getMessage()), e);
    }
  }
}
