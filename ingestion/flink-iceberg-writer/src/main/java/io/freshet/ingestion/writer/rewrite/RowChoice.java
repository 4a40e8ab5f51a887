package io.freshet.ingestion.writer.rewrite;

import java.util.List;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;

/** Some rows of a table. */
public interface RowChoice {
  /** True of each of them, and of whatever others; for the statistics of files. */
  Expression filter();

  /** The columns that {@link #has} looks at. */
  List<String> columns();

  /**
   * @param row with these columns at least
   */
  boolean has(Record row);
}
