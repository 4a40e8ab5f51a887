package io.freshet.core.lake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes rows, value by value in any order, and adds the rows up. A value is told by the key of its
 * column; one that is null is left out, so that a column which is added later changes no hash. Not
 * thread-safe.
 *
 * <p>A row's two halves are sums over its values. Each value is mixed by MurmurHash3's finalizer
 * (A. Appleby), which is a bijection: a row in which one number differs never has the same halves.
 * The row itself is mixed as well, otherwise rows that swap a value would add up to the same.
 */
public final class RowHasher {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  // Arbitrary and odd: the golden ratio's fraction, and digits of pi.
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final long PI_1 = 0x243F6A8885A308D3L;
  private static final long PI_2 = 0x13198A2E03707345L;
  private static final long PI_3 = 0xA4093822299F31D1L;

  private long one;
  private long other;
  private long high;
  private long low;

  /** The key of a column. */
  public static long key(int fieldId) {
    return key(0, fieldId);
  }

  /**
   * The key of a part.
   *
   * @param parent the key of the struct or list
   * @param part a field id, or an element's index
   */
  public static long key(long parent, int part) {
    return mix(parent * PI_3 + part * GOLDEN + PI_1);
  }

  public void add(long key, long value) {
    long mixed = mix(value ^ key);
    one += mixed;
    other += mixed * (key | 1);
  }

  public void add(long key, byte[] bytes, int offset, int length) {
    long first = PI_1 + length;
    long second = PI_2 ^ length;
    int end = offset + length;
    int at = offset;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at);
      first = Long.rotateLeft(first ^ (word * GOLDEN), 27) * PI_3;
      second = (Long.rotateLeft(second, 31) + word) * PI_2;
      second ^= second >>> 29;
    }
    long word = 0;
    for (int shift = 0; at < end; at++, shift += Byte.SIZE) {
      word |= (bytes[at] & 0xFFL) << shift;
    }
    first = Long.rotateLeft(first ^ (word * GOLDEN), 27) * PI_3;
    second = (Long.rotateLeft(second, 31) + word) * PI_2;
    one += mix(first ^ key);
    other += mix(second + key) * (key | 1);
  }

  /** The row is complete; what comes next is of another one. */
  public void endRow() {
    long a = one;
    long b = other;
    a += mix(b ^ PI_1);
    b += mix(a ^ PI_2);
    a += mix(b ^ PI_3);
    low += b;
    high += a + (Long.compareUnsigned(low, b) < 0 ? 1 : 0);
    one = 0;
    other = 0;
  }

  /** Of the rows since the last call. */
  public ValuesHash drain() {
    ValuesHash hash = new ValuesHash(high, low);
    high = 0;
    low = 0;

    return hash;
  }

  private static long mix(long value) {
    long mixed = value;
    mixed ^= mixed >>> 33;
    mixed *= 0xFF51AFD7ED558CCDL;
    mixed ^= mixed >>> 33;
    mixed *= 0xC4CEB9FE1A85EC53L;

    return mixed ^ (mixed >>> 33);
  }
}
