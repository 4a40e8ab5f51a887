package io.freshet.core.envelope;

import org.apache.kafka.common.header.Header;

/** What a record takes of the bytes that a topic allows, when it is alone in its batch. */
public final class RecordSize {
  /** What a record takes in a batch beside key, value and headers; the batch's own header. */
  private static final int RECORD_OVERHEAD = 61 + 21;

  /** Lengths of a header's key and value. */
  private static final int HEADER_OVERHEAD = 10;

  private RecordSize() {}

  /** Uncompressed, and rather too much than too little. */
  public static long of(byte[] key, byte[] value, Iterable<Header> headers) {
    long size = (long) RECORD_OVERHEAD + length(key) + length(value);
    for (Header header : headers) {
      size += HEADER_OVERHEAD + header.key().length() + length(header.value());
    }

    return size;
  }

  private static int length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
