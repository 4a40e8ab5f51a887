package io.freshet.core.envelope;

/**
 * One event's values without an object for any of them: each has a slot, which holds nothing, a
 * number or a stretch of somebody's bytes. Reused from event to event. Not thread-safe.
 *
 * <p>The first slots are the contract's columns in their order: booleans as 0 or 1, dates as days,
 * times as microseconds, floats and doubles as their raw bits, decimals of at most {@link
 * #MAX_NUMBER_PRECISION} digits as the unscaled number; text as UTF-8 and longer decimals as the
 * unscaled number's bytes. Further slots are the caller's.
 */
public final class FlatEvent {
  /** The longest decimals whose unscaled number is a long. */
  public static final int MAX_NUMBER_PRECISION = 18;

  private final boolean[] present;
  private final long[] numbers;
  private final byte[][] bytes;
  private final int[] starts;
  private final int[] lengths;

  public FlatEvent(int slots) {
    this.present = new boolean[slots];
    this.numbers = new long[slots];
    this.bytes = new byte[slots][];
    this.starts = new int[slots];
    this.lengths = new int[slots];
  }

  public void clear(int slot) {
    present[slot] = false;
  }

  public void set(int slot, long number) {
    present[slot] = true;
    numbers[slot] = number;
  }

  /** The bytes are not copied: they must stay until the event has been used. */
  public void set(int slot, byte[] source, int start, int length) {
    present[slot] = true;
    bytes[slot] = source;
    starts[slot] = start;
    lengths[slot] = length;
  }

  public boolean has(int slot) {
    return present[slot];
  }

  public long number(int slot) {
    return numbers[slot];
  }

  public byte[] bytes(int slot) {
    return bytes[slot];
  }

  public int start(int slot) {
    return starts[slot];
  }

  public int length(int slot) {
    return lengths[slot];
  }
}
