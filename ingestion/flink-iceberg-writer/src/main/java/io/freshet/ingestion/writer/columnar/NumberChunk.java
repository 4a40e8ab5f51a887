package io.freshet.ingestion.writer.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Of whole numbers. */
final class NumberChunk extends ColumnChunk {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final NumberColumn column;
  private final boolean isLong;
  private final int numberBytes;
  private final long[] numbers;
  private final NumberDictionary dictionary = new NumberDictionary();
  private int count;

  /**
   * @param column of {@linkplain NumberColumn#areWhole whole} numbers
   * @param rows of the row group
   */
  NumberChunk(
      NumberColumn column,
      ColumnDescriptor descriptor,
      ParquetProperties properties,
      PageWriter pages,
      int rows) {
    super(descriptor, properties, pages, pageRows(properties, Long.BYTES, rows));
    this.column = column;
    this.isLong = descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    this.numberBytes = isLong ? Long.BYTES : Integer.BYTES;
    this.numbers = new long[pageRows(properties, Long.BYTES, rows)];
  }

  @Override
  int pageEnd(int[] order, int from) {
    return Math.min(order.length, from + numbers.length);
  }

  @Override
  int take(int[] order, int from, int to, int[] levels) {
    count = column.gather(order, from, to, numbers, levels);

    return count;
  }

  @Override
  int plainBytes() {
    return count * numberBytes;
  }

  @Override
  int textBytes() {
    return 0;
  }

  @Override
  boolean findIds(int[] ids, int maxDictionaryBytes) {
    return dictionary.encode(numbers, count, ids, maxDictionaryBytes / numberBytes);
  }

  @Override
  int dictionarySize() {
    return dictionary.size();
  }

  @Override
  int dictionaryBytes() {
    return dictionary.size() * numberBytes;
  }

  @Override
  BytesInput dictionary(int size) {
    return plain(dictionary.numbers(), size);
  }

  @Override
  BytesInput plain() {
    return plain(numbers, count);
  }

  private BytesInput plain(long[] values, int size) {
    byte[] bytes = new byte[size * numberBytes];
    if (isLong) {
      for (int i = 0; i < size; i++) {
        LONGS.set(bytes, i * Long.BYTES, values[i]);
      }
    } else {
      for (int i = 0; i < size; i++) {
        INTS.set(bytes, i * Integer.BYTES, (int) values[i]);
      }
    }

    return BytesInput.from(bytes);
  }

  @Override
  ValuesWriter differences() {
    return isLong
        ? new DeltaBinaryPackingValuesWriterForLong(SLAB_BYTES, MOST_BYTES, HEAP)
        : new DeltaBinaryPackingValuesWriterForInteger(SLAB_BYTES, MOST_BYTES, HEAP);
  }

  @Override
  void write(ValuesWriter differences) {
    if (isLong) {
      for (int i = 0; i < count; i++) {
        differences.writeLong(numbers[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        differences.writeInteger((int) numbers[i]);
      }
    }
  }

  @Override
  void addBounds(Statistics<?> statistics) {
    if (count == 0) {
      return;
    }
    long min = numbers[0];
    long max = numbers[0];
    for (int i = 1; i < count; i++) {
      min = Math.min(min, numbers[i]);
      max = Math.max(max, numbers[i]);
    }
    add(min, statistics);
    add(max, statistics);
  }

  private void add(long bound, Statistics<?> statistics) {
    if (isLong) {
      statistics.updateStats(bound);
    } else {
      statistics.updateStats((int) bound);
    }
  }
}
