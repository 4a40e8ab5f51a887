package io.freshet.batch.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pings of one dasher in some ten bytes each, in the order of their coming: of each what has
 * changed since the one before, seven bits a byte. Spark would shuffle and sort a hundred bytes for
 * each.
 *
 * <p>An array is its own state, as Spark hands nothing else on: how much of it is used, and the
 * last ping, before the pings. One whose header is as long as it was made by {@link #empty} holds
 * none.
 */
final class PackedTrack {
  private static final int USED = 0;
  private static final int SOURCE = 4;
  private static final int PARTITION = 8;
  private static final int OFFSET = 12;
  private static final int TIME = 20;
  private static final int LATITUDE = 28;
  private static final int LONGITUDE = 36;
  private static final int HEADER = 44;

  /** A byte of flags, and six numbers of up to ten bytes. */
  private static final int LONGEST = 61;

  private static final int CARRIES = 1;

  /** What comes next is no difference: it is the first of those that were packed together. */
  private static final int FIRST = 2;

  private static final int SEVEN_BITS = 0x7f;
  private static final double DEGREE = 1e6;

  private PackedTrack() {}

  static byte[] empty() {
    byte[] track = new byte[4 * HEADER];
    ByteBuffer.wrap(track).putInt(USED, HEADER);

    return track;
  }

  /**
   * Adds a ping, and hands on what holds all of them, which may be another array.
   *
   * @param ping with its coordinates in degrees, of which six digits behind the point stay
   */
  static byte[] add(byte[] track, Ping ping) {
    ByteBuffer buffer = ByteBuffer.wrap(roomFor(track, LONGEST));
    boolean isFirst = buffer.getInt(USED) == HEADER;
    buffer.position(buffer.getInt(USED));
    buffer.put((byte) ((ping.carries() ? CARRIES : 0) | (isFirst ? FIRST : 0)));
    put(buffer, ping.source() - buffer.getInt(SOURCE));
    put(buffer, ping.partition() - buffer.getInt(PARTITION));
    put(buffer, ping.offset() - buffer.getLong(OFFSET));
    put(buffer, ping.time() - buffer.getLong(TIME));
    long latitude = Math.round(ping.latitude() * DEGREE);
    long longitude = Math.round(ping.longitude() * DEGREE);
    put(buffer, latitude - buffer.getLong(LATITUDE));
    put(buffer, longitude - buffer.getLong(LONGITUDE));
    buffer
        .putInt(USED, buffer.position())
        .putInt(SOURCE, ping.source())
        .putInt(PARTITION, ping.partition())
        .putLong(OFFSET, ping.offset())
        .putLong(TIME, ping.time())
        .putLong(LATITUDE, latitude)
        .putLong(LONGITUDE, longitude);

    return buffer.array();
  }

  /** What holds the pings of both; none of either is to be used any more. */
  static byte[] join(byte[] track, byte[] other) {
    int added = used(other) - HEADER;
    byte[] joined = roomFor(track, added);
    int used = used(joined);
    System.arraycopy(other, HEADER, joined, used, added);
    if (added > 0) {
      // What comes next is a difference to the last one of the other.
      System.arraycopy(other, SOURCE, joined, SOURCE, HEADER - SOURCE);
      ByteBuffer.wrap(joined).putInt(USED, used + added);
    }

    return joined;
  }

  /** All of them, in no order that means anything. */
  static List<Ping> pings(byte[] track) {
    ByteBuffer buffer = ByteBuffer.wrap(track, HEADER, used(track) - HEADER);
    List<Ping> pings = new ArrayList<>();
    int source = 0;
    int partition = 0;
    long offset = 0;
    long time = 0;
    long latitude = 0;
    long longitude = 0;
    while (buffer.hasRemaining()) {
      int flags = buffer.get();
      boolean isFirst = (flags & FIRST) != 0;
      source = (isFirst ? 0 : source) + (int) get(buffer);
      partition = (isFirst ? 0 : partition) + (int) get(buffer);
      offset = (isFirst ? 0 : offset) + get(buffer);
      time = (isFirst ? 0 : time) + get(buffer);
      latitude = (isFirst ? 0 : latitude) + get(buffer);
      longitude = (isFirst ? 0 : longitude) + get(buffer);
      pings.add(
          new Ping(
              time,
              source,
              partition,
              offset,
              (flags & CARRIES) != 0,
              latitude / DEGREE,
              longitude / DEGREE));
    }

    return pings;
  }

  private static int used(byte[] track) {
    return ByteBuffer.wrap(track).getInt(USED);
  }

  private static byte[] roomFor(byte[] track, int bytes) {
    int needed = Math.addExact(used(track), bytes);

    return needed <= track.length
        ? track
        : Arrays.copyOf(track, Math.max(needed, (int) Math.min(track.length * 5L / 4, 1 << 30)));
  }

  private static void put(ByteBuffer buffer, long difference) {
    // Small ones have few bits whatever their sign is.
    long rest = (difference << 1) ^ (difference >> 63);
    while ((rest & ~SEVEN_BITS) != 0) {
      buffer.put((byte) (rest | ~SEVEN_BITS));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
  }

  private static long get(ByteBuffer buffer) {
    long read = 0;
    byte next = buffer.get();
    for (int shift = 0; ; shift += 7) {
      read |= (long) (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        return (read >>> 1) ^ -(read & 1);
      }
      next = buffer.get();
    }
  }
}
