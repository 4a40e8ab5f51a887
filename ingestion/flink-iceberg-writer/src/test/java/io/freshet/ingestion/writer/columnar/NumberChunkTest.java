package io.freshet.ingestion.writer.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.FlatEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.parquet.ParquetCodecFactory;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parquet-java's own column writer is the reference: the same values must leave the same bytes. */
class NumberChunkTest {
  private static final int SEEDS = 400;
  private static final int PAGE_ROWS = 700;
  private static final int INDEX_LENGTH = ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH;

  private final BytesInputCompressor compressor =
      new ParquetCodecFactory(new Configuration(false), 1 << 16)
          .getCompressor(CompressionCodecName.UNCOMPRESSED);

  /** Values as tables have them. */
  private enum Likeness {
    THE_SAME,
    FEW,
    RUNS,
    RISING,
    NEAR,
    ANY,
    EXTREMES,
    EVER_MORE;

    long value(Random random, int row, long before) {
      return switch (this) {
        case THE_SAME -> 7;
        case FEW -> random.nextInt(9) - 4;
        case RUNS -> random.nextInt(12) == 0 ? random.nextInt(50) : before;
        case RISING -> before + 1 + random.nextInt(3);
        case NEAR -> before + random.nextInt(2001) - 1000;
        case ANY -> random.nextLong();
        case EXTREMES -> random.nextBoolean() ? Long.MIN_VALUE : Long.MAX_VALUE;
        // a dictionary that pays at first and is too large in the end
        case EVER_MORE -> random.nextInt(1 + row / 10);
      };
    }
  }

  private interface Encoder {
    void write(NumberColumn column, int[] order, ColumnChunkPageWriteStore pages)
        throws IOException;
  }

  @ParameterizedTest
  @EnumSource(WriterVersion.class)
  void leavesTheBytesOfParquetsColumnWriter(WriterVersion version) throws IOException {
    List<Set<String>> encodings = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      boolean isLong = random.nextBoolean();
      boolean isRequired = random.nextBoolean();
      MessageType message = message(isLong, isRequired);
      ColumnDescriptor descriptor = message.getColumns().get(0);
      int rows = 1 + random.nextInt(5 * PAGE_ROWS);
      NumberColumn column = column(random, isLong, isRequired, rows);
      int[] order = shuffled(random, rows);
      ParquetProperties properties = properties(random, version);

      InMemoryOutputFile expected = new InMemoryOutputFile();
      InMemoryOutputFile actual = new InMemoryOutputFile();
      write(
          message,
          properties,
          expected,
          column,
          order,
          (numbers, rowsOrder, pages) -> byParquet(message, properties, numbers, rowsOrder, pages));
      encodings.add(
          write(
              message,
              properties,
              actual,
              column,
              order,
              (numbers, rowsOrder, pages) ->
                  new NumberChunk(
                          descriptor, properties, pages.getPageWriter(descriptor), PAGE_ROWS)
                      .write(numbers, rowsOrder)));

      assertThat(Arrays.mismatch(actual.toByteArray(), expected.toByteArray()))
          .as("the first other byte, seed %d", seed)
          .isNegative();
    }

    assertThat(encodings)
        .as("a dictionary, and then none")
        .anyMatch(all -> all.containsAll(both(version)));
  }

  private static Set<String> both(WriterVersion version) {
    return version == WriterVersion.PARQUET_1_0
        ? Set.of("PLAIN_DICTIONARY", "PLAIN")
        : Set.of("RLE_DICTIONARY", "DELTA_BINARY_PACKED");
  }

  private static MessageType message(boolean isLong, boolean isRequired) {
    PrimitiveTypeName type = isLong ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32;

    return new MessageType(
        "table",
        isRequired ? Types.required(type).id(1).named("n") : Types.optional(type).id(1).named("n"));
  }

  private static NumberColumn column(Random random, boolean isLong, boolean isRequired, int rows) {
    Likeness likeness = Likeness.values()[random.nextInt(Likeness.values().length)];
    int absentOfTen = isRequired ? 0 : List.of(0, 1, 5, 10).get(random.nextInt(4));
    FlatEvent event = new FlatEvent(1);
    IntColumn ints = new IntColumn(0, isRequired, IntColumn.Kind.INT);
    LongColumn longs = new LongColumn(0, isRequired, LongColumn.Kind.LONG);
    ints.grow(rows);
    longs.grow(rows);
    long before = random.nextInt(1000);
    for (int row = 0; row < rows; row++) {
      before = likeness.value(random, row, before);
      if (random.nextInt(10) < absentOfTen) {
        event.clear(0);
      } else {
        event.set(0, before);
      }
      ints.append(row, event);
      longs.append(row, event);
    }

    return isLong ? longs : ints;
  }

  private static int[] shuffled(Random random, int rows) {
    int[] order = IntStream.range(0, rows).toArray();
    if (random.nextBoolean()) {
      for (int i = rows - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        int moved = order[i];
        order[i] = order[other];
        order[other] = moved;
      }
    }

    return order;
  }

  private static ParquetProperties properties(Random random, WriterVersion version) {
    return ParquetProperties.builder()
        .withWriterVersion(version)
        .withDictionaryPageSize(random.nextBoolean() ? 1 << 20 : 1 << (6 + random.nextInt(8)))
        .withDictionaryEncoding(random.nextInt(8) > 0)
        // without them Parquet-java says in pages v2 that -1 values are absent
        .withStatisticsEnabled(version != WriterVersion.PARQUET_1_0 || random.nextInt(8) > 0)
        .withPageRowCountLimit(PAGE_ROWS)
        .withMinRowCountForPageSizeCheck(PAGE_ROWS)
        .withMaxRowCountForPageSizeCheck(PAGE_ROWS)
        .estimateRowCountForPageSizeCheck(false)
        .build();
  }

  private static void byParquet(
      MessageType message,
      ParquetProperties properties,
      NumberColumn column,
      int[] order,
      ColumnChunkPageWriteStore pages) {
    try (ColumnWriteStore store = properties.newColumnWriteStore(message, pages, pages)) {
      for (int row = 0; row < order.length; row++) {
        column.write(store.getColumnWriter(message.getColumns().get(0)), order, row, row + 1);
        store.endRecord();
      }
    }
  }

  /** Answers which encodings the column has. */
  private Set<String> write(
      MessageType message,
      ParquetProperties properties,
      InMemoryOutputFile file,
      NumberColumn column,
      int[] order,
      Encoder encoder)
      throws IOException {
    try (ParquetFileWriter writer =
            new ParquetFileWriter(
                new TableFile(file),
                message,
                ParquetFileWriter.Mode.CREATE,
                1 << 20,
                0,
                INDEX_LENGTH,
                ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                true);
        ColumnChunkPageWriteStore pages =
            new ColumnChunkPageWriteStore(
                compressor, message, properties.getAllocator(), INDEX_LENGTH, true)) {
      writer.start();
      encoder.write(column, order, pages);
      writer.startBlock(order.length);
      pages.flushToFileWriter(writer);
      writer.endBlock();
      writer.end(Map.of());

      return writer.getFooter().getBlocks().get(0).getColumns().get(0).getEncodings().stream()
          .map(Enum::name)
          .collect(Collectors.toSet());
    }
  }
}
