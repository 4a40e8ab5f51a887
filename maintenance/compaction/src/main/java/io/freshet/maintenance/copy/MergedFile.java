package io.freshet.maintenance.copy;

import io.freshet.maintenance.plan.Step.Copy.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.iceberg.shaded.org.apache.parquet.column.ParquetProperties;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.ParquetWriter;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.iceberg.shaded.org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.iceberg.shaded.org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.iceberg.shaded.org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.iceberg.shaded.org.apache.parquet.io.SeekableInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;

/**
 * A file in the making, to which the row groups of others are copied byte by byte, one file after
 * the other. Page indexes, Bloom filters and statistics of columns go with them; of the remarks at
 * the end of the files those stay that all of them have.
 */
final class MergedFile {
  private final Table table;
  private final OutputFile output;
  private final MessageType schema;
  private final ParquetFileWriter writer;
  private final List<DataFile> inputs = new ArrayList<>();
  private final Map<String, String> remarks = new HashMap<>();
  private long bytes;
  private int rowGroups;
  private boolean isWritten;

  private MergedFile(Table table, OutputFile output, MessageType schema) throws IOException {
    this.table = table;
    this.output = output;
    this.schema = schema;
    this.writer =
        new ParquetFileWriter(
            new StoreOutput(output),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null, // nothing encrypts it
            ParquetProperties.builder().build());
  }

  /**
   * @param first decides where it lies
   */
  static MergedFile begin(Table table, DataFile first, MessageType schema) throws IOException {
    PartitionSpec spec = table.specs().get(first.specId());
    String location =
        table.locationProvider().newDataLocation(spec, first.partition(), CopyRules.newName());
    MergedFile file = new MergedFile(table, table.io().newOutputFile(location), schema);
    file.writer.start();

    return file;
  }

  boolean hasRoomFor(DataFile file, int itsRowGroups, Limits limits) {
    return bytes + file.fileSizeInBytes() <= limits.bytes()
        && rowGroups + itsRowGroups <= limits.rowGroups();
  }

  /** What a row group has beside its columns' bytes. */
  private record Aside(ColumnIndex columnIndex, OffsetIndex offsetIndex, BloomFilter bloomFilter) {}

  void append(DataFile file, ParquetFileReader reader, StoreInput input) throws IOException {
    // They lie behind all row groups: reading both by turns would ask the store again and again.
    List<Aside> asides = asides(reader);
    int next = 0;
    try (SeekableInputStream stream = input.newStream()) {
      for (BlockMetaData block : reader.getRowGroups()) {
        writer.startBlock(block.getRowCount());
        for (ColumnChunkMetaData column : block.getColumns()) {
          Aside aside = asides.get(next++);
          writer.appendColumnChunk(
              schema.getColumnDescription(column.getPath().toArray()),
              stream,
              column,
              aside.bloomFilter,
              aside.columnIndex,
              aside.offsetIndex);
        }
        writer.endBlock();
        rowGroups++;
      }
    }
    Map<String, String> itsRemarks = reader.getFileMetaData().getKeyValueMetaData();
    if (inputs.isEmpty()) {
      remarks.putAll(itsRemarks);
    } else {
      remarks.entrySet().retainAll(itsRemarks.entrySet());
    }
    inputs.add(file);
    bytes += file.fileSizeInBytes();
  }

  private static List<Aside> asides(ParquetFileReader reader) throws IOException {
    List<Aside> asides = new ArrayList<>();
    for (BlockMetaData block : reader.getRowGroups()) {
      for (ColumnChunkMetaData column : block.getColumns()) {
        asides.add(
            new Aside(
                reader.readColumnIndex(column),
                reader.readOffsetIndex(column),
                reader.readBloomFilter(column)));
      }
    }

    return asides;
  }

  /** Those that were copied into it, in order. */
  List<DataFile> inputs() {
    return inputs;
  }

  /**
   * Writes it to its end. Nothing refers to it yet.
   *
   * @throws IllegalStateException when it does not hold as many rows as its inputs
   */
  DataFile finish() throws IOException {
    writer.end(remarks);
    isWritten = true;
    ParquetMetadata footer = writer.getFooter();
    // Its columns' numbers come from the row groups', which know nothing of NaN.
    Metrics metrics =
        ParquetUtil.footerMetrics(footer, Stream.empty(), MetricsConfig.forTable(table));
    long rows = inputs.stream().mapToLong(DataFile::recordCount).sum();
    if (metrics.recordCount() != rows) {
      throw new IllegalStateException(
          "%s holds %d rows where its %d inputs hold %d; it is not committed"
              .formatted(output.location(), metrics.recordCount(), inputs.size(), rows));
    }

    return DataFiles.builder(table.specs().get(inputs.get(0).specId()))
        .withPath(output.location())
        .withFormat(FileFormat.PARQUET)
        .withFileSizeInBytes(output.toInputFile().getLength())
        .withPartition(inputs.get(0).partition())
        .withMetrics(metrics)
        .withSplitOffsets(ParquetUtil.getSplitOffsets(footer))
        .withSortOrder(SortOrder.unsorted())
        .build();
  }

  /** Takes what is there of it away from the store. */
  void discard() throws IOException {
    try {
      if (!isWritten) {
        writer.close();
      }
    } finally {
      table.io().deleteFile(output.location());
    }
  }
}
