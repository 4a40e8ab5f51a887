package io.freshet.ingestion.writer.columnar;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.statistics.geospatial.GeospatialStatistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The whole numbers of one column in one row group. Leaves the pages that Parquet-java's column
 * writer leaves, byte by byte, with the same encoders, but takes a page of numbers at once where
 * that takes each of them through its layers. Good for one row group; not thread-safe.
 *
 * <p>Numbers are written as ids of a dictionary until that has become too large, unless the first
 * page shows that it spares nothing; from then on as they are (pages v1) or as differences (v2).
 */
final class NumberChunk {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final ByteBufferAllocator HEAP = HeapByteBufferAllocator.getInstance();
  private static final int SLAB_BYTES = 1 << 12;
  private static final int MOST_BYTES = 1 << 20;

  private final ColumnDescriptor descriptor;
  private final PrimitiveType type;
  private final ParquetProperties properties;
  private final PageWriter pages;
  private final boolean isV1;
  private final boolean isLong;
  private final int numberBytes;
  private final long[] numbers;
  private final int[] levels;
  private final int[] ids;
  private final ValuesWriter differences;
  private final NumberDictionary dictionary = new NumberDictionary();
  private boolean isDictionaryGood;

  /** So much of the dictionary is used by pages. */
  private int usedIds;

  private boolean isFirstPage = true;

  /**
   * @param pageRows how many rows a page has
   */
  NumberChunk(
      ColumnDescriptor descriptor, ParquetProperties properties, PageWriter pages, int pageRows) {
    this.descriptor = descriptor;
    this.type = descriptor.getPrimitiveType();
    this.properties = properties;
    this.pages = pages;
    this.isV1 = properties.getWriterVersion() == WriterVersion.PARQUET_1_0;
    this.isLong = type.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    this.numberBytes = isLong ? Long.BYTES : Integer.BYTES;
    this.numbers = new long[pageRows];
    this.levels = new int[pageRows];
    this.ids = new int[pageRows];
    this.differences =
        isLong
            ? new DeltaBinaryPackingValuesWriterForLong(SLAB_BYTES, MOST_BYTES, HEAP)
            : new DeltaBinaryPackingValuesWriterForInteger(SLAB_BYTES, MOST_BYTES, HEAP);
    this.isDictionaryGood = properties.isDictionaryEnabled(descriptor);
  }

  /** Writes the column's values in that order. */
  void write(NumberColumn column, int[] order) throws IOException {
    for (int from = 0; from < order.length; from += numbers.length) {
      int to = Math.min(order.length, from + numbers.length);
      writePage(to - from, column.gather(order, from, to, numbers, levels));
      isFirstPage = false;
    }
    if (usedIds > 0) {
      pages.writeDictionaryPage(
          new DictionaryPage(
              plain(dictionary.numbers(), usedIds),
              usedIds,
              isV1 ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN));
    }
    differences.close();
  }

  /**
   * @param count how many rows have numbers
   */
  private void writePage(int rows, int count) throws IOException {
    Optional<BytesInput> encodedIds = isDictionaryGood ? encodedIds(count) : Optional.empty();
    isDictionaryGood = encodedIds.isPresent();
    if (isDictionaryGood) {
      usedIds = dictionary.size();
      writePage(
          rows,
          count,
          encodedIds.get(),
          isV1 ? Encoding.PLAIN_DICTIONARY : Encoding.RLE_DICTIONARY);
    } else if (isV1) {
      writePage(rows, count, plain(numbers, count), Encoding.PLAIN);
    } else {
      writePage(rows, count, differences(count), Encoding.DELTA_BINARY_PACKED);
    }
  }

  private void writePage(int rows, int count, BytesInput values, Encoding encoding)
      throws IOException {
    int maxLevel = descriptor.getMaxDefinitionLevel();
    BytesInput encodedLevels =
        maxLevel == 0
            ? BytesInput.empty()
            : encoded(levels, rows, BytesUtils.getWidthFromMaxInt(maxLevel));
    SizeStatistics sizes = SizeStatistics.newBuilder(type, 0, maxLevel).build();
    GeospatialStatistics places = GeospatialStatistics.newBuilder(type).build();
    if (isV1) {
      pages.writePage(
          BytesInput.concat(withLength(encodedLevels), values),
          rows,
          rows,
          statistics(rows, count),
          sizes,
          places,
          Encoding.BIT_PACKED,
          maxLevel == 0 ? Encoding.BIT_PACKED : Encoding.RLE,
          encoding);
    } else {
      pages.writePageV2(
          rows,
          rows - count,
          rows,
          BytesInput.empty(),
          encodedLevels,
          encoding,
          values,
          statistics(rows, count),
          sizes,
          places);
    }
  }

  /** Nothing when ids would take as much as numbers, or the dictionary is too large. */
  private Optional<BytesInput> encodedIds(int count) throws IOException {
    int plainBytes = count * numberBytes;
    int maxBytes = properties.getDictionaryPageSizeThreshold();
    if (isFirstPage) {
      maxBytes = Math.min(maxBytes, plainBytes);
    }
    if (!dictionary.encode(numbers, count, ids, maxBytes / numberBytes)) {
      return Optional.empty();
    }
    int width = BytesUtils.getWidthFromMaxInt(dictionary.size() - 1);
    BytesInput encoded =
        BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), encoded(ids, count, width));
    long bytes = encoded.size() + (long) dictionary.size() * numberBytes;

    return isFirstPage && bytes >= plainBytes ? Optional.empty() : Optional.of(encoded);
  }

  private static BytesInput encoded(int[] values, int count, int width) throws IOException {
    try (RunLengthBitPackingHybridEncoder encoder =
        new RunLengthBitPackingHybridEncoder(width, SLAB_BYTES, MOST_BYTES, HEAP)) {
      for (int i = 0; i < count; i++) {
        encoder.writeInt(values[i]);
      }

      return BytesInput.copy(encoder.toBytes());
    }
  }

  private static BytesInput withLength(BytesInput levels) {
    return levels.size() == 0
        ? levels
        : BytesInput.concat(BytesInput.fromInt(Math.toIntExact(levels.size())), levels);
  }

  private BytesInput plain(long[] values, int count) {
    byte[] bytes = new byte[count * numberBytes];
    if (isLong) {
      for (int i = 0; i < count; i++) {
        LONGS.set(bytes, i * Long.BYTES, values[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        INTS.set(bytes, i * Integer.BYTES, (int) values[i]);
      }
    }

    return BytesInput.from(bytes);
  }

  private BytesInput differences(int count) throws IOException {
    if (isLong) {
      for (int i = 0; i < count; i++) {
        differences.writeLong(numbers[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        differences.writeInteger((int) numbers[i]);
      }
    }
    BytesInput bytes = BytesInput.copy(differences.getBytes());
    differences.reset();

    return bytes;
  }

  private Statistics<?> statistics(int rows, int count) {
    if (!properties.getStatisticsEnabled(descriptor)) {
      return Statistics.noopStats(type);
    }
    Statistics<?> statistics = Statistics.createStats(type);
    statistics.setNumNulls(rows - count);
    if (count > 0) {
      long min = numbers[0];
      long max = numbers[0];
      for (int i = 1; i < count; i++) {
        min = Math.min(min, numbers[i]);
        max = Math.max(max, numbers[i]);
      }
      update(statistics, min);
      update(statistics, max);
    }

    return statistics;
  }

  private void update(Statistics<?> statistics, long number) {
    if (isLong) {
      statistics.updateStats(number);
    } else {
      statistics.updateStats((int) number);
    }
  }
}
