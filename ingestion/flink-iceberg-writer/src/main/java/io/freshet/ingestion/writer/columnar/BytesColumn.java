package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * A column of bytes: text, bytes, and decimals that are longer than a long, each stretched to the
 * same length. A value that comes again is kept once.
 */
final class BytesColumn extends Column {
  private static final int AS_LONG_AS_IT_IS = 0;
  private static final int NONE = -1;

  private final int fixedLength;
  private final byte[] stretched;
  private final BytesValues values = new BytesValues();
  private int[] numbers = {};
  private long valueBytes;

  private BytesColumn(int slot, boolean required, int fixedLength) {
    super(slot, required);
    this.fixedLength = fixedLength;
    this.stretched = new byte[fixedLength];
  }

  static BytesColumn of(int slot, boolean required) {
    return new BytesColumn(slot, required, AS_LONG_AS_IT_IS);
  }

  /** Signed numbers in big-endian order. */
  static BytesColumn ofDecimals(int slot, boolean required, int length) {
    return new BytesColumn(slot, required, length);
  }

  @Override
  void grow(int rows) {
    super.grow(rows);
    numbers = Arrays.copyOf(numbers, rows);
  }

  /** Answers how many bytes the value has, kept before or not. */
  int append(int row, FlatEvent event) {
    if (!admit(row, event)) {
      numbers[row] = NONE;
      return 0;
    }
    if (fixedLength > 0) {
      stretch(event);
      numbers[row] = values.add(stretched, 0, fixedLength);
    } else {
      numbers[row] = values.add(event.bytes(slot()), event.start(slot()), event.length(slot()));
    }
    int length = values.length(numbers[row]);
    valueBytes += length;

    return length;
  }

  /** Repeats the sign in front of shorter numbers; drops it where there is more than fits. */
  private void stretch(FlatEvent event) {
    byte[] source = event.bytes(slot());
    int end = event.start(slot()) + event.length(slot());
    int length = Math.min(fixedLength, event.length(slot()));
    System.arraycopy(source, end - length, stretched, fixedLength - length, length);
    Arrays.fill(stretched, 0, fixedLength - length, (byte) (source[end - length] >> 7));
  }

  /** Whether values are as long as they are, not numbers. */
  boolean isText() {
    return fixedLength == AS_LONG_AS_IT_IS;
  }

  BytesValues values() {
    return values;
  }

  /** What the row's value is as Parquet has plain ones. */
  int plainBytes(int row) {
    return numbers[row] == NONE ? 0 : Integer.BYTES + values.length(numbers[row]);
  }

  /**
   * Copies the numbers by which values are known, of {@code order[from]} to {@code order[to - 1]}.
   *
   * @param into takes those of values that are there, one after the other
   * @param levels takes the definition level of each row
   * @return how many are there
   */
  int gather(int[] order, int from, int to, int[] into, int[] levels) {
    int count = 0;
    for (int i = from; i < to; i++) {
      int number = numbers[order[i]];
      levels[i - from] = number == NONE ? 0 : level();
      if (number != NONE) {
        into[count++] = number;
      }
    }

    return count;
  }

  /** What the values of all rows are together, each counted as often as it comes. */
  long valueBytes() {
    return valueBytes;
  }

  /** What the arrays of values take, however much of them is used. */
  long heldBytes() {
    return values.heldBytes();
  }

  @Override
  int rowBytes() {
    return Integer.BYTES;
  }

  @Override
  long[] sortKeys(int rows) {
    int[] ranks = values.ranks(fixedLength > 0);
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      keys[row] = numbers[row] == NONE ? NONE : ranks[numbers[row]];
    }

    return keys;
  }

  /** A value that is the same as the one before is handed on as the same object. */
  @Override
  void write(ColumnWriter writer, int[] order, int from, int to) {
    int[] sorted = new int[to - from];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = numbers[order[from + i]];
    }
    Binary value = Binary.EMPTY;
    int last = NONE;
    for (int number : sorted) {
      if (number == NONE) {
        writer.writeNull(0, 0);
        continue;
      }
      if (number != last) {
        last = number;
        value = values.value(number);
      }
      writer.write(value, 0, level());
    }
  }

  @Override
  void clear() {
    super.clear();
    values.clear();
    valueBytes = 0;
  }
}
