package io.freshet.ingestion.writer.columnar;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** One Parquet file, written a row group at a time and a column at a time. Not thread-safe. */
final class ColumnarFile implements Closeable {
  private static final int NO_PADDING = 0;

  private final EncryptedOutputFile file;
  private final ParquetSettings settings;
  private final BytesInputCompressor compressor;
  private final ParquetFileWriter writer;
  private final Map<Integer, FloatMetrics> floats = new TreeMap<>();
  private int rowGroups;

  ColumnarFile(EncryptedOutputFile file, ParquetSettings settings, BytesInputCompressor compressor)
      throws IOException {
    this.file = file;
    this.settings = settings;
    this.compressor = compressor;
    this.writer =
        new ParquetFileWriter(
            new TableFile(file.encryptingOutputFile()),
            settings.message(),
            ParquetFileWriter.Mode.CREATE,
            settings.rowGroupBytes(),
            NO_PADDING,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
    writer.start();
  }

  long length() throws IOException {
    return writer.getPos();
  }

  /** Writes all rows as one row group, in that order. */
  void write(Columns columns, int[] order) throws IOException {
    new RowGroup(columns, order, settings).write(compressor, writer);
    countFloats(columns);
    rowGroups++;
  }

  private void countFloats(Columns columns) {
    for (int position = 0; position < columns.width(); position++) {
      Column column = columns.column(position);
      if (FloatMetrics.areNeededFor(column)) {
        floats
            .computeIfAbsent(settings.fieldId(position), FloatMetrics::new)
            .add(column, columns.rows());
      }
    }
  }

  /**
   * Ends the file.
   *
   * @param order what each row group is sorted by; row groups one after the other are not
   */
  DataFile finish(PartitionSpec spec, StructLike partition, SortOrder order) throws IOException {
    writer.end(settings.footer());
    ParquetMetadata footer = writer.getFooter();
    Metrics metrics =
        ParquetUtil.footerMetrics(
            footer, floats.values().stream().map(FloatMetrics::build), settings.metrics());

    return DataFiles.builder(spec)
        .withPath(file.encryptingOutputFile().location())
        .withFormat(FileFormat.PARQUET)
        .withPartition(partition)
        .withEncryptionKeyMetadata(file.keyMetadata())
        .withFileSizeInBytes(writer.getPos())
        .withMetrics(metrics)
        .withSplitOffsets(ParquetUtil.getSplitOffsets(footer))
        .withSortOrder(rowGroups == 1 ? order : SortOrder.unsorted())
        .build();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
