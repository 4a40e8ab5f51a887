package io.freshet.ingestion.writer.rewrite;

import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import java.util.List;
import org.apache.iceberg.data.Record;

/** Where in the log a row of a stream's table came from. */
public final class RowIdentity {
  public static final List<String> COLUMNS =
      List.of(PlatformColumns.SOURCE, PlatformColumns.PARTITION, PlatformColumns.OFFSET);

  private RowIdentity() {}

  public static Position position(Record row) {
    return new Position(
        (Integer) row.getField(PlatformColumns.SOURCE),
        (Integer) row.getField(PlatformColumns.PARTITION));
  }

  public static long offset(Record row) {
    return (Long) row.getField(PlatformColumns.OFFSET);
  }
}
