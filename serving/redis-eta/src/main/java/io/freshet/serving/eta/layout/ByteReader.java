package io.freshet.serving.eta.layout;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;

/** Reads what a {@link ByteWriter} wrote, in the same order. Not thread-safe. */
public final class ByteReader {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Names names;
  private byte[] buffer = new byte[256];
  private byte[] bytes = buffer;
  private int at;

  void takeFrom(DataInputView source) throws IOException {
    int length = 0;
    int shift = 0;
    int next;
    do {
      next = source.readUnsignedByte();
      length |= (next & Varint.PAYLOAD) << shift;
      shift += Varint.BITS;
    } while ((next & Varint.MORE) != 0);
    if (length > buffer.length) {
      buffer = new byte[Math.max(length, 2 * buffer.length)];
    }
    source.readFully(buffer, 0, length);
    takeFrom(buffer);
  }

  /** Reads these from now on; they are not copied. */
  public void takeFrom(byte[] source) {
    bytes = source;
    at = 0;
  }

  public int position() {
    return at;
  }

  public int small() {
    return bytes[at++];
  }

  public boolean flag() {
    return bytes[at++] != 0;
  }

  public long number() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[at++];
      value |= (long) (next & Varint.PAYLOAD) << shift;
      shift += Varint.BITS;
    } while (next < 0);

    return value >>> 1 ^ -(value & 1);
  }

  /** A number that was an int when it was written. */
  public int integer() {
    return Math.toIntExact(number());
  }

  public long bits() {
    long value = (long) LONGS.get(bytes, at);
    at += Long.BYTES;

    return value;
  }

  public double real() {
    return Double.longBitsToDouble(bits());
  }

  public float shortReal() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << Byte.SIZE | bytes[at++] & 0xFF;
    }

    return Float.intBitsToFloat(value);
  }

  /** A number that may be null. */
  public Long optional() {
    return flag() ? number() : null;
  }

  /** An enum's value that may be null. */
  public <E extends Enum<E>> E optional(E[] values) {
    int ordinal = small();

    return ordinal == 0 ? null : values[ordinal - 1];
  }

  public String name() {
    int length = integer();
    String name = names().name(bytes, at, length);
    at += length;

    return name;
  }

  public String text() {
    int length = integer();
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;

    return text;
  }

  public byte[] raw() {
    int length = integer();
    at += length;

    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private Names names() {
    if (names == null) {
      names = new Names();
    }

    return names;
  }
}
