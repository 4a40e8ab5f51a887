package io.freshet.ingestion.writer.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.FlatEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.inmemory.InMemoryOutputFile;
import org.apache.iceberg.parquet.ParquetCodecFactory;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.PageWriter;
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
class ColumnChunkTest {
  private static final int ROUNDS = 600;
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
        case EVER_MORE -> random.nextInt(1 + row / 6);
      };
    }
  }

  private enum Type {
    INT,
    LONG,
    TEXT
  }

  /** Leaves a column's pages. */
  private interface Encoder {
    void write(ColumnChunkPageWriteStore pages) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(WriterVersion.class)
  void leavesTheBytesOfParquetsColumnWriter(WriterVersion version) throws IOException {
    Map<Type, List<Set<String>>> encodings = new EnumMap<>(Type.class);
    Random random = new Random(17);
    for (int round = 0; round < ROUNDS; round++) {
      Type type = Type.values()[random.nextInt(Type.values().length)];
      boolean isRequired = random.nextBoolean();
      MessageType message = message(type, isRequired);
      ColumnDescriptor descriptor = message.getColumns().get(0);
      int rows = 1 + random.nextInt(5 * PAGE_ROWS);
      Column column = column(random, type, isRequired, rows);
      int[] order = shuffled(random, rows);
      ParquetProperties properties = properties(random, version);

      InMemoryOutputFile expected = new InMemoryOutputFile();
      InMemoryOutputFile actual = new InMemoryOutputFile();
      write(message, expected, rows, pages -> byParquet(message, properties, column, order, pages));
      Set<String> found =
          write(
              message,
              actual,
              rows,
              pages ->
                  chunk(column, descriptor, properties, pages.getPageWriter(descriptor), rows)
                      .write(order));
      encodings.computeIfAbsent(type, first -> new ArrayList<>()).add(found);

      assertThat(Arrays.mismatch(actual.toByteArray(), expected.toByteArray()))
          .as("the first other byte in round %d", round)
          .isNegative();
    }

    encodings.forEach(
        (type, all) ->
            assertThat(all)
                .as("a dictionary, and then none, of %s", type)
                .anyMatch(each -> each.containsAll(both(version, type))));
  }

  private static Set<String> both(WriterVersion version, Type type) {
    if (version == WriterVersion.PARQUET_1_0) {
      return Set.of("PLAIN_DICTIONARY", "PLAIN");
    }

    return Set.of("RLE_DICTIONARY", type == Type.TEXT ? "DELTA_BYTE_ARRAY" : "DELTA_BINARY_PACKED");
  }

  private static ColumnChunk chunk(
      Column column,
      ColumnDescriptor descriptor,
      ParquetProperties properties,
      PageWriter pages,
      int rows) {
    return column instanceof NumberColumn numbers
        ? new NumberChunk(numbers, descriptor, properties, pages, rows)
        : new TextChunk((BytesColumn) column, descriptor, properties, pages, rows);
  }

  private static MessageType message(Type type, boolean isRequired) {
    PrimitiveTypeName stored =
        switch (type) {
          case INT -> PrimitiveTypeName.INT32;
          case LONG -> PrimitiveTypeName.INT64;
          case TEXT -> PrimitiveTypeName.BINARY;
        };

    return new MessageType(
        "table",
        isRequired
            ? Types.required(stored).id(1).named("column")
            : Types.optional(stored).id(1).named("column"));
  }

  private static Column column(Random random, Type type, boolean isRequired, int rows) {
    Likeness likeness = Likeness.values()[random.nextInt(Likeness.values().length)];
    int absentOfTen = isRequired ? 0 : List.of(0, 1, 5, 10).get(random.nextInt(4));
    FlatEvent event = new FlatEvent(1);
    IntColumn ints = new IntColumn(0, isRequired, IntColumn.Kind.INT);
    LongColumn longs = new LongColumn(0, isRequired, LongColumn.Kind.LONG);
    BytesColumn texts = BytesColumn.of(0, isRequired);
    List.of(ints, longs, texts).forEach(column -> column.grow(rows));
    long before = random.nextInt(1000);
    for (int row = 0; row < rows; row++) {
      before = likeness.value(random, row, before);
      boolean isAbsent = random.nextInt(10) < absentOfTen;
      set(event, isAbsent, before);
      ints.append(row, event);
      longs.append(row, event);
      setText(event, isAbsent, before);
      texts.append(row, event);
    }

    return switch (type) {
      case INT -> ints;
      case LONG -> longs;
      case TEXT -> texts;
    };
  }

  private static void set(FlatEvent event, boolean isAbsent, long value) {
    if (isAbsent) {
      event.clear(0);
    } else {
      event.set(0, value);
    }
  }

  private static void setText(FlatEvent event, boolean isAbsent, long value) {
    if (isAbsent) {
      event.clear(0);
    } else {
      byte[] text = value == 0 ? new byte[0] : ("é" + value).getBytes(UTF_8);
      event.set(0, text, 0, text.length);
    }
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
        .withDictionaryPageSize(random.nextInt(3) == 0 ? 1 << 20 : 1 << (7 + random.nextInt(6)))
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
      Column column,
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
  private Set<String> write(MessageType message, InMemoryOutputFile file, int rows, Encoder encoder)
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
                compressor, message, HeapByteBufferAllocator.getInstance(), INDEX_LENGTH, true)) {
      writer.start();
      encoder.write(pages);
      writer.startBlock(rows);
      pages.flushToFileWriter(writer);
      writer.endBlock();
      writer.end(Map.of());

      return writer.getFooter().getBlocks().get(0).getColumns().get(0).getEncodings().stream()
          .map(Enum::name)
          .collect(Collectors.toSet());
    }
  }
}
