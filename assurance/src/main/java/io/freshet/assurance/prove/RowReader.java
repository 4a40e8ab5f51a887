package io.freshet.assurance.prove;

import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;

/** Reads tables for proofs of their values: Iceberg's own reader, or another engine. */
@FunctionalInterface
public interface RowReader {
  /**
   * Reads every row of the table's current snapshot.
   *
   * @param columns of the rows, by field id and name
   * @param visitor need not be given a row of its own each time
   */
  void read(Table table, Schema columns, Consumer<Record> visitor);
}
