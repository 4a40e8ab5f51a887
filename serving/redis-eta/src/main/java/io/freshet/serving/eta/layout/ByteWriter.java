package io.freshet.serving.eta.layout;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Gathers one value's bytes after another, for {@link ByteReader} to read in the same order. Not
 * thread-safe.
 */
public final class ByteWriter {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int MOST_VARINT_BYTES = 10;

  private Names names;
  private byte[] bytes = new byte[256];
  private int size;

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  /** Copies what was written over the bytes of somebody else. */
  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, size);
  }

  void sendTo(DataOutputView target) throws IOException {
    int rest = size;
    while (rest > Varint.PAYLOAD) {
      target.writeByte(rest | Varint.MORE);
      rest >>>= Varint.BITS;
    }
    target.writeByte(rest);
    target.write(bytes, 0, size);
  }

  /** A small one that is never negative, such as an enum's ordinal. */
  public void small(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  public void flag(boolean value) {
    small(value ? 1 : 0);
  }

  /** A whole number in as few bytes as it needs: small ones, of either sign, in one. */
  public void number(long value) {
    reserve(MOST_VARINT_BYTES);
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~Varint.PAYLOAD) != 0) {
      bytes[size++] = (byte) (rest | Varint.MORE);
      rest >>>= Varint.BITS;
    }
    bytes[size++] = (byte) rest;
  }

  /** A number whose bits are all in use, such as a cell's. */
  public void bits(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  public void real(double value) {
    bits(Double.doubleToRawLongBits(value));
  }

  public void real(float value) {
    reserve(Integer.BYTES);
    int bitsOfValue = Float.floatToRawIntBits(value);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[size++] = (byte) (bitsOfValue >> shift);
    }
  }

  /** A number that may be null. */
  public void optional(Long value) {
    flag(value != null);
    if (value != null) {
      number(value);
    }
  }

  /** An enum's value that may be null. */
  public void optional(Enum<?> value) {
    small(value == null ? 0 : value.ordinal() + 1);
  }

  /** One of few texts, such as a market. */
  public void name(String value) {
    raw(names().bytes(value));
  }

  public void text(String value) {
    raw(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are, with their number. */
  public void raw(byte[] value) {
    raw(value, value.length);
  }

  public void raw(byte[] value, int length) {
    number(length);
    reserve(length);
    System.arraycopy(value, 0, bytes, size, length);
    size += length;
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }

  private Names names() {
    if (names == null) {
      names = new Names();
    }

    return names;
  }
}
