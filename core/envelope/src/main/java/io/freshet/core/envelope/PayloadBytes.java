package io.freshet.core.envelope;

import java.io.OutputStream;
import java.util.Arrays;

/** A growing buffer without the lock that {@code ByteArrayOutputStream} takes for every byte. */
final class PayloadBytes extends OutputStream {
  /** Buffers never start larger than this, whatever was written before. */
  static final int MAX_USUAL = 4096;

  private byte[] bytes;
  private int size;

  PayloadBytes(int capacity) {
    bytes = new byte[capacity];
  }

  @Override
  public void write(int letter) {
    ensure(1);
    bytes[size++] = (byte) letter;
  }

  @Override
  public void write(byte[] source, int from, int length) {
    ensure(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
