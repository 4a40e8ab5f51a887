package io.freshet.serving.eta.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts of which there are few and which come again and again: their bytes, and of bytes always the
 * same string, so that it is neither made anew nor kept more than once. Bounded. Not thread-safe.
 */
public final class Names {
  private static final int SLOTS = 256; // a power of two

  private final String[] names = new String[SLOTS];
  private final byte[][] bytes = new byte[SLOTS][];

  byte[] bytes(String name) {
    int slot = name.hashCode() & SLOTS - 1;
    if (!name.equals(names[slot])) {
      keep(slot, name, name.getBytes(StandardCharsets.UTF_8));
    }

    return bytes[slot];
  }

  /** The string of such bytes, which are UTF-8. */
  public String name(byte[] source, int start, int length) {
    int slot = hash(source, start, length) & SLOTS - 1;
    byte[] known = bytes[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, source, start, start + length)) {
      String name = new String(source, start, length, StandardCharsets.UTF_8);
      keep(slot, name.intern(), Arrays.copyOfRange(source, start, start + length));
    }

    return names[slot];
  }

  private void keep(int slot, String name, byte[] itsBytes) {
    names[slot] = name;
    bytes[slot] = itsBytes;
  }

  private static int hash(byte[] source, int start, int length) {
    int hash = 0;
    for (int at = start; at < start + length; at++) {
      hash = 31 * hash + source[at];
    }

    return hash;
  }
}
