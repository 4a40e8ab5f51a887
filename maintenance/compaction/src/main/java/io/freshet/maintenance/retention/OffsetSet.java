package io.freshet.maintenance.retention;

import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Offsets of one log partition, a bit for each of them: a day's may be many. Not thread-safe. */
final class OffsetSet {
  private static final int BLOCK_BITS = 16;
  private static final int IN_BLOCK = (1 << BLOCK_BITS) - 1;

  private final NavigableMap<Long, BitSet> blocks = new TreeMap<>();
  private long count;

  /** Whether it was not there yet. */
  boolean add(long offset) {
    BitSet block = blocks.computeIfAbsent(offset >> BLOCK_BITS, number -> new BitSet());
    int bit = (int) (offset & IN_BLOCK);
    if (block.get(bit)) {
      return false;
    }
    block.set(bit);
    count++;

    return true;
  }

  /** All of another one. */
  void addAll(OffsetSet others) {
    others.blocks.forEach(
        (number, bits) -> {
          BitSet block = blocks.computeIfAbsent(number, first -> new BitSet());
          count -= block.cardinality();
          block.or(bits);
          count += block.cardinality();
        });
  }

  boolean contains(long offset) {
    BitSet block = blocks.get(offset >> BLOCK_BITS);

    return block != null && block.get((int) (offset & IN_BLOCK));
  }

  long count() {
    return count;
  }

  long first() {
    return (blocks.firstKey() << BLOCK_BITS) + blocks.firstEntry().getValue().nextSetBit(0);
  }

  long last() {
    return (blocks.lastKey() << BLOCK_BITS) + blocks.lastEntry().getValue().length() - 1;
  }

  /** Those that are not before an offset, in order. */
  LongStream from(long begin) {
    return blocks.tailMap(begin >> BLOCK_BITS).entrySet().stream()
        .flatMapToLong(
            block ->
                block.getValue().stream()
                    .mapToLong(bit -> (block.getKey() << BLOCK_BITS) + bit)
                    .filter(offset -> offset >= begin));
  }
}
