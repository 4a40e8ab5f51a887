package io.freshet.ingestion.writer.columnar;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.parquet.io.api.Binary;

/**
 * The values of a column of bytes, each known by a number. One that comes again gets the number
 * that it had, as long as enough of them do: where most are new, nobody looks for them any more.
 * Not thread-safe.
 */
final class BytesValues {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int NONE = -1;
  private static final int FIRST_SLOTS = 64;

  /** So many different values say nothing yet of whether values come again. */
  private static final int FEW = 4096;

  private static final int PRIME = 31;

  private byte[] bytes = {};
  private int[] ends = {};
  private int[] slots = {};
  private int count;
  private long added;
  private boolean comeAgain = true;

  /** The number of a value; its bytes are copied when it is new. */
  int add(byte[] from, int start, int length) {
    added++;
    if (!comeAgain) {
      return keep(from, start, length);
    }
    if (count * 2 >= slots.length) {
      rehash();
    }
    int slot = slot(from, start, length);
    if (slots[slot] == NONE) {
      slots[slot] = keep(from, start, length);
      comeAgain = count < FEW || count < added / 2;
    }

    return slots[slot];
  }

  private int keep(byte[] from, int start, int length) {
    int at = start(count);
    if (length > bytes.length - at) {
      bytes = Arrays.copyOf(bytes, grown(at + length));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, grown(count + 1));
    }
    System.arraycopy(from, start, bytes, at, length);
    ends[count] = at + length;

    return count++;
  }

  private static int grown(int needed) {
    return Math.addExact(needed, needed >> 1);
  }

  /** Where the value's number is, or would have to be. */
  private int slot(byte[] from, int start, int length) {
    int hash = 1;
    for (int at = start; at < start + length; at++) {
      hash = PRIME * hash + from[at];
    }
    int mask = slots.length - 1;
    int slot = (hash ^ hash >>> Short.SIZE) & mask;
    while (slots[slot] != NONE && !isAt(slots[slot], from, start, length)) {
      slot = slot + 1 & mask;
    }

    return slot;
  }

  private boolean isAt(int number, byte[] from, int start, int length) {
    return Arrays.equals(bytes, start(number), ends[number], from, start, start + length);
  }

  private void rehash() {
    slots = new int[Math.max(FIRST_SLOTS, slots.length * 2)];
    Arrays.fill(slots, NONE);
    for (int number = 0; number < count; number++) {
      slots[slot(bytes, start(number), length(number))] = number;
    }
  }

  private int start(int number) {
    return number == 0 ? 0 : ends[number - 1];
  }

  int count() {
    return count;
  }

  /** Whether no value has two numbers. */
  boolean areOnce() {
    return comeAgain;
  }

  int length(int number) {
    return ends[number] - start(number);
  }

  /** As Parquet takes it; good until the next value is added. */
  Binary value(int number) {
    return Binary.fromReusedByteArray(bytes, start(number), length(number));
  }

  /** Puts length and bytes, as Parquet has plain values; answers where the next one goes. */
  int putPlain(int number, byte[] to, int at) {
    int length = length(number);
    INTS.set(to, at, length);
    System.arraycopy(bytes, start(number), to, at + Integer.BYTES, length);

    return at + Integer.BYTES + length;
  }

  /** What the arrays take, however much of them is used. */
  long heldBytes() {
    return bytes.length + (long) Integer.BYTES * (ends.length + slots.length);
  }

  /**
   * A rank for each number: equal ones for equal values, and otherwise as unsigned bytes compare.
   *
   * @param areNumbers whether they are signed numbers in big-endian order, which compare as such
   */
  int[] ranks(boolean areNumbers) {
    int[] sorted =
        IntStream.range(0, count)
            .boxed()
            .sorted((left, right) -> compare(left, right, areNumbers))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[count];
    for (int i = 1; i < count; i++) {
      boolean isSame = compare(sorted[i - 1], sorted[i], areNumbers) == 0;
      ranks[sorted[i]] = ranks[sorted[i - 1]] + (isSame ? 0 : 1);
    }

    return ranks;
  }

  private int compare(int left, int right, boolean areNumbers) {
    if (areNumbers && isNegative(left) != isNegative(right)) {
      return isNegative(left) ? -1 : 1;
    }

    return Arrays.compareUnsigned(bytes, start(left), ends[left], bytes, start(right), ends[right]);
  }

  private boolean isNegative(int number) {
    return length(number) > 0 && bytes[start(number)] < 0;
  }

  /** Forgets the values and keeps the arrays. */
  void clear() {
    Arrays.fill(slots, NONE);
    count = 0;
    added = 0;
    comeAgain = true;
  }
}
