package io.freshet.core.lake;

import java.util.HexFormat;

/**
 * What the values of a set of rows add up to, 128 bits: the sum, modulo 2^128, of one hash per row.
 * It depends on no order, so compaction preserves it; rows that go can be subtracted. It finds
 * faults, not forgeries. Immutable.
 */
public record ValuesHash(long high, long low) {
  public static final ValuesHash NONE = new ValuesHash(0, 0);

  private static final int DIGITS = 32;

  /** Of both sets of rows. */
  public ValuesHash plus(ValuesHash other) {
    long sum = low + other.low;
    long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;

    return new ValuesHash(high + other.high + carry, sum);
  }

  /** Of what is left when the rows of {@code part} are gone. */
  public ValuesHash minus(ValuesHash part) {
    long borrow = Long.compareUnsigned(low, part.low) < 0 ? 1 : 0;

    return new ValuesHash(high - part.high - borrow, low - part.low);
  }

  /**
   * @param text as {@link #toString} prints it
   */
  public static ValuesHash parse(String text) {
    if (text.length() != DIGITS) {
      throw new IllegalArgumentException("%s is no hash of %d digits".formatted(text, DIGITS));
    }

    return new ValuesHash(
        HexFormat.fromHexDigitsToLong(text, 0, DIGITS / 2),
        HexFormat.fromHexDigitsToLong(text, DIGITS / 2, DIGITS));
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();

    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
