package io.freshet.ingestion.writer.columnar;

import java.util.Optional;
import org.apache.iceberg.PartitionKey;

/** A partition's rows that are in no row group yet, and the file that its next row group joins. */
final class OpenPartition {
  private final PartitionKey key;
  private Columns columns;
  private Optional<ColumnarFile> file = Optional.empty();

  OpenPartition(PartitionKey key, Columns columns) {
    this.key = key;
    this.columns = columns;
  }

  PartitionKey key() {
    return key;
  }

  Columns columns() {
    return columns;
  }

  /** Goes on with other buffers. */
  void replace(Columns empty) {
    columns = empty;
  }

  Optional<ColumnarFile> file() {
    return file;
  }

  void opened(ColumnarFile newFile) {
    file = Optional.of(newFile);
  }

  void closed() {
    file = Optional.empty();
  }
}
