package io.freshet.bench.serve.push;

import io.freshet.bench.Latency;
import io.freshet.bench.serve.LiveOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds each ping of a watched order against what its watchers were told: a ping and one of its
 * watchers is one case.
 */
final class Fates {
  private static final long MICROS_PER_MILLI = 1000;

  private final Map<LiveOrder, List<Told>> watchers = new HashMap<>();
  private final Map<LiveOrder, Set<Long>> seen = new HashMap<>();
  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);
  private long[] lagMicros = new long[1024];
  private int lags;

  /** What became of a ping. */
  private enum Fate {
    /** The watcher was told the state that it led to. */
    PUSHED,
    /** A newer state came instead. */
    CONFLATED,
    /** It was sent twice, or the watcher had known something newer before Kafka took it. */
    OLD,
    /** Nothing as new ever came. */
    NEVER
  }

  /** A watcher of an order. */
  void watched(LiveOrder order, Told told) {
    watchers.computeIfAbsent(order, any -> new ArrayList<>()).add(told);
  }

  /**
   * A ping of an order's dasher, in the order in which Kafka took them.
   *
   * @param takenMillis when Kafka took it
   */
  void ping(LiveOrder order, long eventMillis, long takenMillis) {
    List<Told> all = watchers.get(order);
    if (all == null) {
      return;
    }
    boolean isCopy = !seen.computeIfAbsent(order, any -> new HashSet<>()).add(eventMillis);
    for (Told told : all) {
      counts.merge(
          isCopy ? Fate.OLD : fate(told, eventMillis, takenMillis * MICROS_PER_MILLI),
          1L,
          Long::sum);
    }
  }

  private Fate fate(Told told, long eventMillis, long takenMicros) {
    for (Told.News news : told.news()) {
      if (news.version().eventMillis() < eventMillis) {
        continue;
      }
      if (news.arrivedMicros() < takenMicros) {
        return Fate.OLD;
      }
      if (news.version().eventMillis() == eventMillis) {
        add(news.arrivedMicros() - takenMicros);

        return Fate.PUSHED;
      }

      return Fate.CONFLATED;
    }

    return Fate.NEVER;
  }

  private void add(long micros) {
    if (lags == lagMicros.length) {
      lagMicros = Arrays.copyOf(lagMicros, 2 * lags);
    }
    lagMicros[lags] = micros;
    lags++;
  }

  private long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  /** From Kafka's taking a ping until the watcher had what it led to; empty without one. */
  Optional<Latency> lag() {
    return lags == 0
        ? Optional.empty()
        : Optional.of(Latency.ofMicros(Arrays.copyOf(lagMicros, lags)));
  }

  PushRun.Cases cases() {
    return new PushRun.Cases(
        count(Fate.PUSHED), count(Fate.CONFLATED), count(Fate.OLD), count(Fate.NEVER));
  }
}
