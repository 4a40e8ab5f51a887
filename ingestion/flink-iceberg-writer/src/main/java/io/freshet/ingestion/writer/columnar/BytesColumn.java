package io.freshet.ingestion.writer.columnar;

import io.freshet.core.envelope.FlatEvent;
import java.util.Arrays;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/**
 * A column of bytes one after the other: text, bytes, and decimals that are longer than a long,
 * each stretched to the same length.
 */
final class BytesColumn extends Column {
  private static final int AS_LONG_AS_IT_IS = 0;

  private final int fixedLength;
  private byte[] bytes = {};
  private int[] ends = {};

  private BytesColumn(int slot, boolean required, int fixedLength) {
    super(slot, required);
    this.fixedLength = fixedLength;
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
    ends = Arrays.copyOf(ends, rows);
  }

  /** Answers how many bytes the value takes. */
  int append(int row, FlatEvent event) {
    int start = start(row);
    ends[row] = start;
    if (!admit(row, event)) {
      return 0;
    }
    int length = fixedLength > 0 ? fixedLength : event.length(slot());
    if (length > bytes.length - start) {
      bytes = Arrays.copyOf(bytes, grown(start + length));
    }
    if (fixedLength > 0) {
      putNumber(event, start);
    } else {
      System.arraycopy(event.bytes(slot()), event.start(slot()), bytes, start, length);
    }
    ends[row] = start + length;

    return length;
  }

  private static int grown(int needed) {
    return Math.addExact(needed, needed >> 1);
  }

  /** Repeats the sign in front of shorter numbers; drops it where there is more than fits. */
  private void putNumber(FlatEvent event, int start) {
    byte[] source = event.bytes(slot());
    int end = event.start(slot()) + event.length(slot());
    int length = Math.min(fixedLength, event.length(slot()));
    int filled = start + fixedLength - length;
    System.arraycopy(source, end - length, bytes, filled, length);
    Arrays.fill(bytes, start, filled, (byte) (source[end - length] >> 7));
  }

  /** What the array of bytes takes, however much of it is used. */
  int heldBytes() {
    return bytes.length;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  int end(int row) {
    return ends[row];
  }

  boolean areNumbers() {
    return fixedLength > 0;
  }

  @Override
  int rowBytes() {
    return Integer.BYTES + level();
  }

  @Override
  long[] sortKeys(int rows) {
    return new BytesRanks(this).of(rows);
  }

  /** A value that is the same as the one before is handed on as the same object. */
  @Override
  void write(ColumnWriter writer, int[] order, int from, int to) {
    Binary last = Binary.EMPTY;
    int lastStart = 0;
    int lastEnd = 0;
    for (int i = from; i < to; i++) {
      int row = order[i];
      if (isAbsent(row)) {
        writer.writeNull(0, 0);
        continue;
      }
      int start = start(row);
      int end = ends[row];
      if (!Arrays.equals(bytes, lastStart, lastEnd, bytes, start, end)) {
        last = Binary.fromReusedByteArray(bytes, start, end - start);
        lastStart = start;
        lastEnd = end;
      }
      writer.write(last, 0, level());
    }
  }
}
