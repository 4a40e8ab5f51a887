package io.freshet.core.envelope;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding over one record's bytes. Unlike Avro's own decoder it trusts nothing: a
 * length is never beyond the bytes that are left, so no input makes it allocate more than a small
 * multiple of its own size; a boolean is 0 or 1; a string is UTF-8.
 *
 * <p>Reused from record to record. Arrays of elements that take no bytes could claim any count;
 * {@link SchemaHazards} keeps schemas away that have them.
 */
final class PayloadDecoder extends Decoder {
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer scratch = CharBuffer.allocate(256);

  private byte[] data = new byte[0];
  private int position;
  private int end;

  /** Bytes that don't follow their schema; stackless because garbage may come at any rate. */
  static final class Malformed extends IOException {
    Malformed(String message) {
      super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** Ours tell what is wrong; others' may tell values, so only their kind is told. */
  static String reason(Exception e) {
    return e instanceof Malformed ? e.getMessage() : e.getClass().getSimpleName();
  }

  /** Begins with the bytes from a position to another, which is not read any more. */
  void start(byte[] bytes, int from, int to) {
    data = bytes;
    position = from;
    end = to;
  }

  int remaining() {
    return end - position;
  }

  int position() {
    return position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    byte value = data[take(1)];
    if (value != 0 && value != 1) {
      throw new Malformed("a boolean is neither 0 nor 1");
    }

    return value == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new Malformed("an int has more than 32 bits");
    }

    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long bits = 0;
    int shift = 0;
    int at = position;
    byte part;
    do {
      if (at == end) {
        throw new Malformed("the bytes end inside a number");
      }
      part = data[at++];
      if (shift == 63 && (part & 0xfe) != 0) {
        throw new Malformed("a number has more than 64 bits");
      }
      bits |= (part & 0x7fL) << shift;
      shift += 7;
    } while (part < 0);
    position = at;

    return bits >>> 1 ^ -(bits & 1);
  }

  @Override
  public float readFloat() throws IOException {
    return littleEndian(4).getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return littleEndian(8).getDouble();
  }

  /** Refers to a string's bytes instead of copying them. */
  void readText(FlatEvent event, int slot) throws IOException {
    int length = readLength();
    int from = take(length);
    requireUtf8(from, length);
    event.set(slot, data, from, length);
  }

  /** Refers to the bytes instead of copying them. */
  void readBytes(FlatEvent event, int slot) throws IOException {
    int length = readLength();
    event.set(slot, data, take(length), length);
  }

  /** Reads the unscaled number of a decimal, unless it is longer than any long. */
  void readUnscaled(FlatEvent event, int slot) throws IOException {
    int length = readLength();
    if (length == 0 || length > Long.BYTES) {
      throw new Malformed("a decimal has no bytes, or more than usual");
    }
    event.set(slot, FlatColumns.unscaled(data, take(length), length));
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    int length = readLength();
    int from = take(length);
    requireUtf8(from, length);
    byte[] bytes = new byte[length];
    System.arraycopy(data, from, bytes, 0, length);

    return new Utf8(bytes);
  }

  @Override
  public String readString() throws IOException {
    return readString(null).toString();
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  /** A copy of its own, so that an event may outlive its record. */
  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    int length = readLength();
    byte[] bytes = new byte[length];
    System.arraycopy(data, take(length), bytes, 0, length);

    return ByteBuffer.wrap(bytes);
  }

  @Override
  public void skipBytes() throws IOException {
    take(readLength());
  }

  @Override
  public void readFixed(byte[] bytes, int start, int length) throws IOException {
    System.arraycopy(data, take(length), bytes, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return readCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return readCount();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return readCount();
  }

  @Override
  public long mapNext() throws IOException {
    return readCount();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  /** How many elements the next block has: every element takes at least one byte. */
  private long readCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      count = -count;
      requireLength(readLong());
    }
    if (count < 0 || count > remaining()) {
      throw new Malformed("a list has more elements than there are bytes");
    }

    return count;
  }

  /** Jumps over blocks that tell their size; the count of the first that doesn't, or 0. */
  private long skipBlocks() throws IOException {
    long count = readLong();
    while (count < 0) {
      take(requireLength(readLong()));
      count = readLong();
    }
    if (count > remaining()) {
      throw new Malformed("a list has more elements than there are bytes");
    }

    return count;
  }

  private int readLength() throws IOException {
    return requireLength(readLong());
  }

  private int requireLength(long length) throws IOException {
    if (length < 0 || length > remaining()) {
      throw new Malformed("a length is beyond the end of the bytes");
    }

    return (int) length;
  }

  /** Moves on; answers where the taken bytes begin. */
  private int take(int length) throws IOException {
    if (length > remaining()) {
      throw new Malformed("the bytes end inside a value");
    }
    int from = position;
    position += length;

    return from;
  }

  private ByteBuffer littleEndian(int length) throws IOException {
    return ByteBuffer.wrap(data, take(length), length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void requireUtf8(int from, int length) throws IOException {
    for (int i = from; i < from + length; i++) {
      if (data[i] < 0) {
        requireNonAsciiUtf8(ByteBuffer.wrap(data, i, from + length - i));
        return;
      }
    }
  }

  private void requireNonAsciiUtf8(ByteBuffer bytes) throws IOException {
    utf8.reset();
    CoderResult result;
    do {
      scratch.clear();
      result = utf8.decode(bytes, scratch, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw new Malformed("a string is not UTF-8");
    }
  }
}
