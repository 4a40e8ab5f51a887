package io.freshet.ingestion.writer.columnar;

import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;

/** Of text and bytes whose values are kept once each. */
final class TextChunk extends ColumnChunk {
  private static final int NONE = -1;

  private final BytesColumn column;
  private final BytesValues values;
  private final int pageBytes;
  private final int[] numbers;

  /** The id of each value's number, if it has one. */
  private final int[] idOf;

  /** And back. */
  private final int[] numberOf;

  private int size;
  private int dictionaryBytes;
  private int count;
  private int textBytes;

  /**
   * @param column of {@linkplain BytesColumn#isText text} and {@linkplain BytesValues#areOnce once
   *     each}
   * @param rows of the row group
   */
  TextChunk(
      BytesColumn column,
      ColumnDescriptor descriptor,
      ParquetProperties properties,
      PageWriter pages,
      int rows) {
    super(descriptor, properties, pages, pageRows(properties, 1, rows));
    this.column = column;
    this.values = column.values();
    this.pageBytes = properties.getPageSizeThreshold();
    this.numbers = new int[pageRows(properties, 1, rows)];
    this.idOf = new int[values.count()];
    this.numberOf = new int[values.count()];
    Arrays.fill(idOf, NONE);
  }

  /** With the first value that makes it as large as a page has to be. */
  @Override
  int pageEnd(int[] order, int from) {
    int bytes = 0;
    int end = from;
    int most = Math.min(order.length, from + numbers.length);
    while (end < most && bytes < pageBytes) {
      bytes += column.plainBytes(order[end++]);
    }

    return end;
  }

  @Override
  int take(int[] order, int from, int to, int[] levels) {
    count = column.gather(order, from, to, numbers, levels);
    textBytes = 0;
    for (int i = 0; i < count; i++) {
      textBytes += values.length(numbers[i]);
    }

    return count;
  }

  @Override
  int plainBytes() {
    return textBytes + count * Integer.BYTES;
  }

  @Override
  int textBytes() {
    return textBytes;
  }

  @Override
  boolean findIds(int[] ids, int maxDictionaryBytes) {
    for (int i = 0; i < count; i++) {
      int number = numbers[i];
      if (idOf[number] == NONE) {
        numberOf[size] = number;
        idOf[number] = size++;
        dictionaryBytes += Integer.BYTES + values.length(number);
        if (dictionaryBytes > maxDictionaryBytes) {
          return false;
        }
      }
      ids[i] = idOf[number];
    }

    return true;
  }

  @Override
  int dictionarySize() {
    return size;
  }

  @Override
  int dictionaryBytes() {
    return dictionaryBytes;
  }

  @Override
  BytesInput dictionary(int used) {
    return plain(numberOf, used);
  }

  @Override
  BytesInput plain() {
    return plain(numbers, count);
  }

  private BytesInput plain(int[] which, int howMany) {
    int bytes = 0;
    for (int i = 0; i < howMany; i++) {
      bytes += Integer.BYTES + values.length(which[i]);
    }
    byte[] plain = new byte[bytes];
    int at = 0;
    for (int i = 0; i < howMany; i++) {
      at = values.putPlain(which[i], plain, at);
    }

    return BytesInput.from(plain);
  }

  @Override
  ValuesWriter differences() {
    return new DeltaByteArrayWriter(SLAB_BYTES, MOST_BYTES, HEAP);
  }

  @Override
  void write(ValuesWriter differences) {
    for (int i = 0; i < count; i++) {
      differences.writeBytes(values.value(numbers[i]));
    }
  }

  /** A value that is the same as the one before is no new bound. */
  @Override
  void addBounds(Statistics<?> statistics) {
    int last = NONE;
    for (int i = 0; i < count; i++) {
      if (numbers[i] != last) {
        last = numbers[i];
        statistics.updateStats(values.value(last));
      }
    }
  }
}
