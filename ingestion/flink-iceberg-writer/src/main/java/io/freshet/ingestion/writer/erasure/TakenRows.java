package io.freshet.ingestion.writer.erasure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.data.Record;

/** The rows that an erasure takes from a table, and what the table says of that. */
interface TakenRows extends Consumer<Record> {
  long rows();

  /** For the snapshot. */
  Map<String, String> summary();

  /**
   * What becomes of the table's properties.
   *
   * @param before all that it has
   */
  Map<String, String> properties(Map<String, String> before);

  /** What must be answered with 0 from then on, where that follows from the rows. */
  default List<String> queries() {
    return List.of();
  }
}
