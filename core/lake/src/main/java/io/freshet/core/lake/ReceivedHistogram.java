package io.freshet.core.lake;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How long events waited between received and some later moment, in buckets that grow by a quarter:
 * every percentile is right within 25 %. A few dozen numbers whatever the count, so that it travels
 * in a snapshot's summary. Not thread-safe.
 */
public final class ReceivedHistogram {
  private static final double GROWTH = Math.log(1.25);
  private static final int SMALLEST_MILLIS = 10;

  private final TreeMap<Integer, Long> buckets = new TreeMap<>();

  public void add(long waitedMillis, long count) {
    buckets.merge(bucket(waitedMillis), count, Long::sum);
  }

  public void addAll(ReceivedHistogram other) {
    other.buckets.forEach((bucket, count) -> buckets.merge(bucket, count, Long::sum));
  }

  public long count() {
    return buckets.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The wait in milliseconds that a share of the events did not exceed; 0 when there are none.
   *
   * @param share between 0 and 1
   */
  public long percentileMillis(double share) {
    long wanted = (long) Math.ceil(share * count());
    long seen = 0;
    for (Map.Entry<Integer, Long> bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (seen >= wanted) {
        return upperMillis(bucket.getKey());
      }
    }

    return 0;
  }

  /** {@code bucket:count} pairs joined by commas. */
  public String encode() {
    return buckets.entrySet().stream()
        .map(bucket -> bucket.getKey() + ":" + bucket.getValue())
        .collect(Collectors.joining(","));
  }

  public static ReceivedHistogram decode(String text) {
    ReceivedHistogram histogram = new ReceivedHistogram();
    for (String pair : text.split(",", -1)) {
      int colon = pair.indexOf(':');
      if (colon > 0) {
        histogram.buckets.merge(
            Integer.parseInt(pair.substring(0, colon)),
            Long.parseLong(pair.substring(colon + 1)),
            Long::sum);
      }
    }

    return histogram;
  }

  private static int bucket(long millis) {
    return millis <= SMALLEST_MILLIS
        ? 0
        : (int) Math.ceil(Math.log((double) millis / SMALLEST_MILLIS) / GROWTH - 1e-9);
  }

  private static long upperMillis(int bucket) {
    return Math.round(SMALLEST_MILLIS * Math.exp(bucket * GROWTH));
  }
}
