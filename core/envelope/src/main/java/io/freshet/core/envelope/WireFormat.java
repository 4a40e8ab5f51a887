package io.freshet.core.envelope;

/** The registry's framing of a payload: magic byte 0, schema id in four bytes, then the datum. */
final class WireFormat {
  static final int HEADER_BYTES = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  static boolean isFramed(byte[] bytes, int start, int length) {
    return length >= HEADER_BYTES && bytes[start] == MAGIC;
  }

  static int schemaId(byte[] bytes, int start) {
    return (bytes[start + 1] & 0xff) << 24
        | (bytes[start + 2] & 0xff) << 16
        | (bytes[start + 3] & 0xff) << 8
        | (bytes[start + 4] & 0xff);
  }

  static byte[] header(int schemaId) {
    return new byte[] {
      MAGIC,
      (byte) (schemaId >>> 24),
      (byte) (schemaId >>> 16),
      (byte) (schemaId >>> 8),
      (byte) schemaId
    };
  }
}
