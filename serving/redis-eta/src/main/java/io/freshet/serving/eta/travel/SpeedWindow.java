package io.freshet.serving.eta.travel;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What was travelled in one part of a market within the last 15 minutes of event time, in minute
 * buckets. Hops may come in any order; what is older than the window no longer counts.
 *
 * <p>Mutable, with the public fields that Flink's POJO serializer asks for.
 */
@TypeInfo(SpeedWindowLayout.class)
public final class SpeedWindow {
  public static final int MINUTES = 15;
  public static final long MILLIS = MINUTES * 60_000L;

  /** Before any minute, and yet neither a difference to one nor its milliseconds overflow. */
  private static final long NEVER = -1_000_000_000_000L;

  public float[] meters = new float[MINUTES];
  public float[] seconds = new float[MINUTES];

  /** The newest minute since the epoch that anything was travelled in. */
  public long newestMinute = NEVER;

  /** Adds a stretch; false when it came too late to count. */
  public boolean add(long millis, double addedMeters, double addedSeconds) {
    long minute = Math.floorDiv(millis, 60_000L);
    if (minute <= newestMinute - MINUTES) {
      return false;
    }
    forgetBefore(minute);
    int bucket = bucket(minute);
    meters[bucket] += (float) addedMeters;
    seconds[bucket] += (float) addedSeconds;

    return true;
  }

  public float totalMeters() {
    return total(meters);
  }

  public float totalSeconds() {
    return total(seconds);
  }

  /** Event time from which on nothing in here counts any more. */
  public long expiresAt() {
    return (newestMinute + MINUTES) * 60_000L;
  }

  private void forgetBefore(long minute) {
    for (long m = Math.max(newestMinute + 1, minute - MINUTES + 1); m <= minute; m++) {
      meters[bucket(m)] = 0;
      seconds[bucket(m)] = 0;
    }
    newestMinute = Math.max(newestMinute, minute);
  }

  private static int bucket(long minute) {
    return (int) Math.floorMod(minute, (long) MINUTES);
  }

  private static float total(float[] buckets) {
    float sum = 0;
    for (float bucket : buckets) {
      sum += bucket;
    }

    return sum;
  }
}
