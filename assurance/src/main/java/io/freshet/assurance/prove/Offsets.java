package io.freshet.assurance.prove;

import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * A set of offsets of one log partition that also counts what was added twice. Dense sets take a
 * bit per offset. Not thread-safe.
 */
final class Offsets {
  private final Roaring64Bitmap distinct = new Roaring64Bitmap();
  private final Roaring64Bitmap repeated = new Roaring64Bitmap();
  private long added;

  boolean contains(long offset) {
    return distinct.contains(offset);
  }

  void add(long offset) {
    added++;
    if (distinct.contains(offset)) {
      repeated.addLong(offset);
    } else {
      distinct.addLong(offset);
    }
  }

  long distinctCount() {
    return distinct.getLongCardinality();
  }

  /** The lowest; there must be one. */
  long first() {
    return distinct.first();
  }

  /** The highest; there must be one. */
  long last() {
    return distinct.last();
  }

  /** How many additions were of an offset that was there already. */
  long repeats() {
    return added - distinctCount();
  }

  List<OffsetRange> repeatedRanges() {
    return ranges(repeated);
  }

  /** The offsets of this set that are in none of the others. */
  Roaring64Bitmap without(Offsets... others) {
    Roaring64Bitmap rest = distinct.clone();
    for (Offsets other : others) {
      rest.andNot(other.distinct);
    }

    return rest;
  }

  /** The offsets that are in both. */
  Roaring64Bitmap common(Offsets other) {
    Roaring64Bitmap both = distinct.clone();
    both.and(other.distinct);

    return both;
  }

  /** How many distinct offsets lie below a bound. */
  long countBelow(long bound) {
    return countBelow(bound, distinct);
  }

  static long countBelow(long bound, Roaring64Bitmap offsets) {
    return bound <= 0 ? 0 : offsets.rankLong(bound - 1);
  }

  /** Without the offsets at or behind a bound; of repeated ones one repeat is kept. */
  Offsets below(long bound) {
    return between(0, bound);
  }

  /** As {@link #below}, and without those before another bound. */
  Offsets between(long first, long bound) {
    Offsets bounded = new Offsets();
    addBetween(first, bound, distinct, bounded);
    addBetween(first, bound, repeated, bounded);

    return bounded;
  }

  private static void addBetween(long first, long bound, Roaring64Bitmap from, Offsets to) {
    LongIterator iterator = from.getLongIteratorFrom(first);
    while (iterator.hasNext()) {
      long offset = iterator.next();
      if (offset >= bound) {
        return;
      }
      to.add(offset);
    }
  }

  /** A stretch of neighbouring offsets, both ends included. */
  record OffsetRange(long from, long to) {
    long count() {
      return to - from + 1;
    }
  }

  static List<OffsetRange> ranges(Roaring64Bitmap offsets) {
    List<OffsetRange> ranges = new ArrayList<>();
    LongIterator iterator = offsets.getLongIterator();
    long from = -1;
    long to = -2;
    while (iterator.hasNext()) {
      long offset = iterator.next();
      if (offset != to + 1) {
        if (from >= 0) {
          ranges.add(new OffsetRange(from, to));
        }
        from = offset;
      }
      to = offset;
    }
    if (from >= 0) {
      ranges.add(new OffsetRange(from, to));
    }

    return ranges;
  }
}
