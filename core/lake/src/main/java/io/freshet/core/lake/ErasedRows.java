package io.freshet.core.lake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * The rows of one log partition that were erased, or that their contract's retention let go: how
 * many, and the offsets of those that the log may still hold. What retention takes from the log
 * need not be named any longer, as nobody can look there for a row. So the account is as large as
 * what retention keeps, about two bytes a row. Immutable.
 */
public final class ErasedRows {
  public static final ErasedRows NONE = new ErasedRows(0, 0, new long[0]);

  private static final int GAP_BITS = 7;
  private static final int MORE = 1 << GAP_BITS;

  private final long count;
  private final long expired;
  private final long[] named;

  private ErasedRows(long count, long expired, long[] named) {
    this.count = count;
    this.expired = expired;
    this.named = named;
  }

  /** Of these offsets, each of which is named. */
  public static ErasedRows of(LongStream offsets) {
    long[] sorted = offsets.sorted().distinct().toArray();

    return new ErasedRows(sorted.length, 0, sorted);
  }

  /**
   * Of rows that were kept as long as their contract says.
   *
   * @param count all of them
   * @param named those that the log may still hold
   */
  public static ErasedRows expired(long count, LongStream named) {
    long[] sorted = named.sorted().distinct().toArray();
    if (sorted.length > count) {
      throw new IllegalArgumentException(
          "%d offsets of %d rows are named".formatted(sorted.length, count));
    }

    return new ErasedRows(count, count, sorted);
  }

  /**
   * Both.
   *
   * @param logBegin the first offset that the log still has; those before it are only counted
   */
  public ErasedRows plus(ErasedRows more, long logBegin) {
    long[] all =
        LongStream.concat(Arrays.stream(named), Arrays.stream(more.named))
            .sorted()
            .distinct()
            .toArray();
    long twice = (long) named.length + more.named.length - all.length;

    return new ErasedRows(
        count + more.count - twice,
        expired + more.expired,
        Arrays.stream(all).filter(offset -> offset >= logBegin).toArray());
  }

  /** All of them. */
  public long count() {
    return count;
  }

  /** Those of them that nobody asked to erase: they were kept as long as their contract says. */
  public long expired() {
    return expired;
  }

  /** Those that are counted, and not named. */
  public long unnamed() {
    return count - named.length;
  }

  /** The offsets that are named, in order. */
  public LongStream named() {
    return Arrays.stream(named);
  }

  public boolean contains(long offset) {
    return Arrays.binarySearch(named, offset) >= 0;
  }

  /** The named offsets: the gaps between them, as numbers of varying length, deflated. */
  String encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
      long before = 0;
      for (long offset : named) {
        long gap = offset - before;
        for (; gap >= MORE; gap >>>= GAP_BITS) {
          deflated.write((int) (gap & (MORE - 1)) | MORE);
        }
        deflated.write((int) gap);
        before = offset;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return Base64.getEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * @param named as {@link #encode} prints them
   */
  static ErasedRows decode(long count, long expired, String named) {
    LongStream.Builder offsets = LongStream.builder();
    byte[] bytes = Base64.getDecoder().decode(named);
    try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      long before = 0;
      long gap = 0;
      int shift = 0;
      for (int next = inflated.read(); next >= 0; next = inflated.read()) {
        gap |= (long) (next & (MORE - 1)) << shift;
        shift += GAP_BITS;
        if ((next & MORE) == 0) {
          before += gap;
          offsets.add(before);
          gap = 0;
          shift = 0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return new ErasedRows(count, expired, offsets.build().toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ErasedRows rows
        && count == rows.count
        && expired == rows.expired
        && Arrays.equals(named, rows.named);
  }

  @Override
  public int hashCode() {
    return Objects.hash(count, expired, Arrays.hashCode(named));
  }

  @Override
  public String toString() {
    return "%d rows, %d of them expired, %d named".formatted(count, expired, named.length);
  }
}
