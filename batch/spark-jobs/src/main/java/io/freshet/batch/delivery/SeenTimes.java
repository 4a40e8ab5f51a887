package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.unix_micros;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The times at which each dasher was seen, a few bytes each rather than a row each: Spark would
 * shuffle, hash and spill a hundred million rows to count which of them are alike.
 */
final class SeenTimes {
  static final String MARKET = "market";
  static final String DASHER = "dasher_id";
  static final String PACKS = "packs";

  private static final String PACK = "pack";
  private static final StructType SCHEMA =
      new StructType()
          .add(MARKET, DataTypes.StringType)
          .add(DASHER, DataTypes.LongType)
          .add(PACK, DataTypes.BinaryType);

  /** What a task holds at once: 32 MB of times at most, and some 300 bytes for each dasher. */
  private static final int MOST_HELD = 2_000_000;

  private static final int SEVEN_BITS = 0x7f;

  private SeenTimes() {}

  /**
   * One row for each dasher of a market: {@link #MARKET}, {@link #DASHER}, {@link #PACKS}.
   *
   * @param pings with these and {@code event_time}
   */
  static Dataset<Row> of(Dataset<Row> pings) {
    return pings
        .select(col(MARKET), col(DASHER), unix_micros(col("event_time")))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Packing(rows, MOST_HELD),
            Encoders.row(SCHEMA))
        .groupBy(MARKET, DASHER)
        .agg(collect_list(PACK).as(PACKS));
  }

  /** All times of a dasher, in microseconds since 1970 and ascending, as often as there were. */
  static long[] times(List<byte[]> packs) {
    long[] times = new long[packs.stream().mapToInt(SeenTimes::count).sum()];
    int filled = 0;
    for (byte[] pack : packs) {
      filled = unpack(ByteBuffer.wrap(pack), times, filled);
    }
    Arrays.sort(times);

    return times;
  }

  /** How many come first, then the first, then from each to the next, seven bits a byte. */
  static byte[] pack(long[] times, int count) {
    Arrays.sort(times, 0, count);
    ByteBuffer pack = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + count * 10);
    pack.putInt(count);
    long previous = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0) {
        pack.putLong(times[0]);
      } else {
        putGap(pack, times[i] - previous);
      }
      previous = times[i];
    }

    return Arrays.copyOf(pack.array(), pack.position());
  }

  private static int count(byte[] pack) {
    return ByteBuffer.wrap(pack).getInt();
  }

  private static int unpack(ByteBuffer pack, long[] times, int from) {
    int end = from + pack.getInt();
    long time = pack.getLong();
    times[from] = time;
    for (int i = from + 1; i < end; i++) {
      time += gap(pack);
      times[i] = time;
    }

    return end;
  }

  private static void putGap(ByteBuffer pack, long gap) {
    long rest = gap;
    while ((rest & ~SEVEN_BITS) != 0) {
      pack.put((byte) (rest | ~SEVEN_BITS));
      rest >>>= 7;
    }
    pack.put((byte) rest);
  }

  private static long gap(ByteBuffer pack) {
    long gap = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = pack.get();
      gap |= (long) (next & SEVEN_BITS) << shift;
      if (next >= 0) {
        return gap;
      }
    }
  }

  private record Dasher(String market, long id) {}

  /** Times in the order of their coming. */
  private static final class Times {
    private long[] times = new long[16];
    private int count;

    private void add(long time) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = time;
    }
  }

  /** The rows of a task, some of them at a time. */
  private static final class Packing implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int mostHeld;
    private final Deque<Row> packed = new ArrayDeque<>();

    private Packing(Iterator<Row> rows, int mostHeld) {
      this.rows = rows;
      this.mostHeld = mostHeld;
    }

    @Override
    public boolean hasNext() {
      return !packed.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (packed.isEmpty()) {
        pack();
      }

      return packed.remove();
    }

    private void pack() {
      Map<Dasher, Times> seen = new HashMap<>();
      for (int held = 0; held < mostHeld && rows.hasNext(); held++) {
        Row row = rows.next();
        seen.computeIfAbsent(new Dasher(row.getString(0), row.getLong(1)), dasher -> new Times())
            .add(row.getLong(2));
      }
      seen.forEach(
          (dasher, times) ->
              packed.add(
                  RowFactory.create(
                      dasher.market(), dasher.id(), SeenTimes.pack(times.times, times.count))));
    }
  }
}
