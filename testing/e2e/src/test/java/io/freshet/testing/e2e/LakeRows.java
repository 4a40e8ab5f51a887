package io.freshet.testing.e2e;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.PlatformColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** What stands in the tables, read row by row without the help of any ledger. */
final class LakeRows {
  private LakeRows() {}

  static List<Record> of(Table table) {
    return read(table, Expressions.alwaysTrue());
  }

  static List<Record> deadLettersOf(Contract contract, Table deadLetters) {
    return read(deadLetters, Expressions.equal("contract", contract.name()));
  }

  static List<Record> read(Table table, Expression filter) {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).where(filter).build()) {
      List<Record> all = new ArrayList<>();
      rows.forEach(all::add);

      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One column of all rows, which is much less to read than the rows. */
  static List<Object> column(Table table, String name) {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).select(name).build()) {
      List<Object> values = new ArrayList<>();
      rows.forEach(row -> values.add(row.getField(name)));

      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Identity identity(Record row) {
    return new Identity(
        (Integer) row.getField(PlatformColumns.PARTITION),
        (Long) row.getField(PlatformColumns.OFFSET));
  }

  static List<Identity> identities(List<Record> rows) {
    return rows.stream().map(LakeRows::identity).toList();
  }
}
