package io.freshet.core.envelope;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compares a few bytes, as names and constants of envelopes are: by two numbers that may overlap.
 * {@link Arrays#equals} takes several times as long for so few, and each event has a dozen of them.
 */
final class ShortBytes {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private ShortBytes() {}

  /** Whether all of {@code wanted} stands in {@code bytes} from a position on. */
  static boolean equal(byte[] bytes, int from, byte[] wanted) {
    int length = wanted.length;
    if (length > 2 * Long.BYTES) {
      return Arrays.equals(bytes, from, from + length, wanted, 0, length);
    }
    if (length < Integer.BYTES) {
      return areEqual(bytes, from, wanted);
    }
    if (length >= Long.BYTES) {
      int last = length - Long.BYTES;

      return (long) LONGS.get(bytes, from) == (long) LONGS.get(wanted, 0)
          && (long) LONGS.get(bytes, from + last) == (long) LONGS.get(wanted, last);
    }
    int last = length - Integer.BYTES;

    return (int) INTS.get(bytes, from) == (int) INTS.get(wanted, 0)
        && (int) INTS.get(bytes, from + last) == (int) INTS.get(wanted, last);
  }

  private static boolean areEqual(byte[] bytes, int from, byte[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[from + i] != wanted[i]) {
        return false;
      }
    }

    return true;
  }
}
