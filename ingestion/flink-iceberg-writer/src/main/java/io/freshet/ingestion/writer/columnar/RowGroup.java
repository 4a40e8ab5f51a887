package io.freshet.ingestion.writer.columnar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Rows that become one row group, a column at a time. Not thread-safe. */
final class RowGroup {
  private final Columns columns;
  private final int[] order;
  private final ParquetSettings settings;
  private final int batchRows;
  private final ParquetProperties properties;

  RowGroup(Columns columns, int[] order, ParquetSettings settings) {
    this.columns = columns;
    this.order = order;
    this.settings = settings;
    // So many that no column has much more than a page of them.
    long widest = Math.max(1, columns.widestBytes() / columns.rows());
    long rows = Math.min(settings.pageRows(), settings.pageBytes() / widest);
    this.batchRows = (int) Math.max(1, rows);
    this.properties = settings.pages(batchRows);
  }

  void write(BytesInputCompressor compressor, ParquetFileWriter writer) throws IOException {
    try (ColumnChunkPageWriteStore pages =
        new ColumnChunkPageWriteStore(
            compressor,
            settings.message(),
            properties.getAllocator(),
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED)) {
      List<Type> others = new ArrayList<>();
      List<Column> otherColumns = new ArrayList<>();
      for (int position = 0; position < columns.width(); position++) {
        ColumnDescriptor descriptor = settings.message().getColumns().get(position);
        Column column = columns.column(position);
        Optional<ColumnChunk> chunk = chunk(column, descriptor, pages.getPageWriter(descriptor));
        if (chunk.isPresent()) {
          chunk.get().write(order);
        } else {
          others.add(settings.message().getType(position));
          otherColumns.add(column);
        }
      }
      writeOthers(otherColumns, new MessageType(settings.message().getName(), others), pages);
      writer.startBlock(order.length);
      pages.flushToFileWriter(writer);
      writer.endBlock();
    }
  }

  /** Nothing for a column that has to go through Parquet-java's column writer. */
  private Optional<ColumnChunk> chunk(
      Column column, ColumnDescriptor descriptor, PageWriter pages) {
    if (properties.isBloomFilterEnabled(descriptor)) {
      return Optional.empty();
    }
    if (column instanceof NumberColumn numbers && numbers.areWhole()) {
      return Optional.of(new NumberChunk(numbers, descriptor, properties, pages, order.length));
    }
    if (column instanceof BytesColumn bytes && bytes.isText() && bytes.values().areOnce()) {
      return Optional.of(new TextChunk(bytes, descriptor, properties, pages, order.length));
    }

    return Optional.empty();
  }

  /** Parquet counts rows; that a page has enough of them shows when each column has its values. */
  private void writeOthers(
      List<Column> others, MessageType message, ColumnChunkPageWriteStore pages) {
    try (ColumnWriteStore store = properties.newColumnWriteStore(message, pages, pages)) {
      for (int from = 0; from < order.length; from += batchRows) {
        int to = Math.min(order.length, from + batchRows);
        for (int position = 0; position < others.size(); position++) {
          ColumnDescriptor descriptor = message.getColumns().get(position);
          others.get(position).write(store.getColumnWriter(descriptor), order, from, to);
        }
        for (int row = from; row < to; row++) {
          store.endRecord();
        }
      }
    } // closing it writes what is left
  }
}
