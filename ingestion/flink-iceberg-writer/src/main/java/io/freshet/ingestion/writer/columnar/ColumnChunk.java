package io.freshet.ingestion.writer.columnar;

import java.io.IOException;
import java.util.ArrayList;
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
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.schema.PrimitiveType;

/**
 * The values of one column in one row group. Leaves the pages that Parquet-java's column writer
 * leaves, byte by byte where it is the number of rows that ends a page, with the same encoders, but
 * takes a page of values at once where that takes each of them through its layers. Good for one row
 * group; not thread-safe.
 *
 * <p>Values are written as ids of a dictionary until that has become too large, unless the first
 * page shows that it spares nothing; from then on as they are (pages v1) or as differences (v2).
 */
abstract sealed class ColumnChunk permits NumberChunk, TextChunk {
  static final ByteBufferAllocator HEAP = HeapByteBufferAllocator.getInstance();
  static final int SLAB_BYTES = 1 << 12;
  static final int MOST_BYTES = 1 << 20;

  private final ColumnDescriptor descriptor;
  private final ParquetProperties properties;
  private final PageWriter pages;
  private final boolean isV1;
  private final int[] levels;
  private final int[] ids;
  private boolean isDictionaryGood;

  /** So much of the dictionary is used by pages. */
  private int usedIds;

  private boolean isFirstPage = true;

  /**
   * @param pageRows how many rows a page has at most
   */
  ColumnChunk(
      ColumnDescriptor descriptor, ParquetProperties properties, PageWriter pages, int pageRows) {
    this.descriptor = descriptor;
    this.properties = properties;
    this.pages = pages;
    this.isV1 = properties.getWriterVersion() == WriterVersion.PARQUET_1_0;
    this.levels = new int[pageRows];
    this.ids = new int[pageRows];
    this.isDictionaryGood = properties.isDictionaryEnabled(descriptor);
  }

  /** Where a page ends that begins with {@code order[from]}. */
  abstract int pageEnd(int[] order, int from);

  /**
   * Takes the values of {@code order[from]} to {@code order[to - 1]}; they are the page's.
   *
   * @param levels takes the definition level of each row
   * @return how many have a value
   */
  abstract int take(int[] order, int from, int to, int[] levels);

  /** What the page's values are as they are, in bytes. */
  abstract int plainBytes();

  /** What they are without their lengths, where those are told: else 0. */
  abstract int textBytes();

  /**
   * Looks up the page's values, and adds those that are new.
   *
   * @return whether all have an id; otherwise the dictionary is larger, and ids mean nothing
   */
  abstract boolean findIds(int[] ids, int maxDictionaryBytes);

  abstract int dictionarySize();

  abstract int dictionaryBytes();

  /** The first values of the dictionary, as they are. */
  abstract BytesInput dictionary(int size);

  /** The page's values, as they are. */
  abstract BytesInput plain();

  /** Of pages v2, for values that have no ids. */
  abstract ValuesWriter differences();

  /** Writes the page's values. */
  abstract void write(ValuesWriter differences);

  /** Adds the least and the greatest of the page's values, if there are any. */
  abstract void addBounds(Statistics<?> statistics);

  /** Writes the column's values in that order. */
  final void write(int[] order) throws IOException {
    try (ValuesWriter differences = differences()) {
      int from = 0;
      while (from < order.length) {
        int to = pageEnd(order, from);
        writePage(to - from, take(order, from, to, levels), differences);
        isFirstPage = false;
        from = to;
      }
    }
    if (usedIds > 0) {
      pages.writeDictionaryPage(
          new DictionaryPage(
              dictionary(usedIds), usedIds, isV1 ? Encoding.PLAIN_DICTIONARY : Encoding.PLAIN));
    }
  }

  /**
   * @param count how many rows have values
   */
  private void writePage(int rows, int count, ValuesWriter differences) throws IOException {
    Optional<BytesInput> encodedIds = isDictionaryGood ? encodedIds(count) : Optional.empty();
    isDictionaryGood = encodedIds.isPresent();
    if (isDictionaryGood) {
      usedIds = dictionarySize();
      Encoding encoding = isV1 ? Encoding.PLAIN_DICTIONARY : Encoding.RLE_DICTIONARY;
      writePage(rows, count, encodedIds.get(), encoding);
    } else if (isV1) {
      writePage(rows, count, plain(), Encoding.PLAIN);
    } else {
      write(differences);
      writePage(rows, count, differences.getBytes(), differences.getEncoding());
      differences.reset();
    }
  }

  private void writePage(int rows, int count, BytesInput values, Encoding encoding)
      throws IOException {
    PrimitiveType type = descriptor.getPrimitiveType();
    int maxLevel = descriptor.getMaxDefinitionLevel();
    BytesInput encodedLevels =
        maxLevel == 0
            ? BytesInput.empty()
            : encoded(levels, rows, BytesUtils.getWidthFromMaxInt(maxLevel));
    // Levels are told of columns with parts only.
    SizeStatistics sizes =
        new SizeStatistics(type, textBytes(), new ArrayList<>(), new ArrayList<>());
    GeospatialStatistics places = GeospatialStatistics.newBuilder(type).build();
    if (isV1) {
      pages.writePage(
          BytesInput.concat(withLength(encodedLevels), values),
          rows,
          rows,
          statistics(rows - count),
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
          statistics(rows - count),
          sizes,
          places);
    }
  }

  /** Nothing when ids would take as much as values, or the dictionary is too large. */
  private Optional<BytesInput> encodedIds(int count) throws IOException {
    int maxBytes = properties.getDictionaryPageSizeThreshold();
    if (isFirstPage) {
      maxBytes = Math.min(maxBytes, plainBytes());
    }
    if (!findIds(ids, maxBytes)) {
      return Optional.empty();
    }
    int width = BytesUtils.getWidthFromMaxInt(dictionarySize() - 1);
    BytesInput encoded =
        BytesInput.concat(BytesInput.from(new byte[] {(byte) width}), encoded(ids, count, width));

    return isFirstPage && encoded.size() + dictionaryBytes() >= plainBytes()
        ? Optional.empty()
        : Optional.of(encoded);
  }

  /**
   * How many rows with values of at least so many bytes a page can have.
   *
   * @param rows of the row group
   */
  static int pageRows(ParquetProperties properties, int valueBytes, int rows) {
    int most = Math.min(properties.getPageRowCountLimit(), rows);

    return Math.max(1, Math.min(most, properties.getPageSizeThreshold() / valueBytes));
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

  private Statistics<?> statistics(int absent) {
    if (!properties.getStatisticsEnabled(descriptor)) {
      return Statistics.noopStats(descriptor.getPrimitiveType());
    }
    Statistics<?> statistics = Statistics.createStats(descriptor.getPrimitiveType());
    statistics.setNumNulls(absent);
    addBounds(statistics);

    return statistics;
  }
}
