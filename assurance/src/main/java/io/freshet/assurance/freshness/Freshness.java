package io.freshet.assurance.freshness;

import io.freshet.core.lake.ReceivedHistogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How stale one table is, and why.
 *
 * @param budget the contract's staleness budget
 * @param commitAge since its writer or job committed to it last, whatever maintenance did since;
 *     empty where it never did, or where that snapshot is expired
 * @param staleness how long the oldest event that can't be queried yet has been waiting; zero when
 *     the stream has been read to its end, or a published day covers all that its inputs hold;
 *     empty when nothing is known
 * @param queryable how long recent events took from received to queryable; empty when there were
 *     none
 */
public record Freshness(
    String table,
    Duration budget,
    Optional<Instant> newestEventTime,
    Optional<Instant> watermark,
    Optional<Duration> commitAge,
    Optional<Duration> staleness,
    Optional<Queryable> queryable,
    List<Hop> hops,
    Verdict verdict) {
  public Freshness {
    hops = List.copyOf(hops);
  }

  /** Percentiles of received-to-queryable. */
  public record Queryable(Duration p50, Duration p95, Duration p99) {
    static Optional<Queryable> of(ReceivedHistogram waited) {
      return waited.count() == 0
          ? Optional.empty()
          : Optional.of(
              new Queryable(
                  Duration.ofMillis(waited.percentileMillis(0.50)),
                  Duration.ofMillis(waited.percentileMillis(0.95)),
                  Duration.ofMillis(waited.percentileMillis(0.99))));
    }
  }

  /** One station of the way and the age of what waits there. */
  public record Hop(String name, Duration age) {}

  /** The answer. */
  public enum Verdict {
    FRESH,
    LATE,
    UNKNOWN;

    static Verdict of(Optional<Duration> staleness, Duration budget) {
      return staleness.map(age -> age.compareTo(budget) <= 0 ? FRESH : LATE).orElse(UNKNOWN);
    }
  }

  /**
   * The same table judged by those that feed it: it can't lack anything that they have read, and
   * its own last commit says nothing where nothing had to be committed. One feeder that is too old
   * makes it late; one that nobody knows of makes it unknown, unless another makes it late.
   */
  Freshness fedBy(Collection<Freshness> feeders) {
    Optional<Duration> worst =
        feeders.stream()
            .map(Freshness::staleness)
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder());
    boolean late = Verdict.of(worst, budget) == Verdict.LATE;
    boolean known = feeders.stream().allMatch(feeder -> feeder.staleness().isPresent());
    Optional<Duration> judged = known || late ? worst : Optional.empty();
    List<Hop> judgedHops = new ArrayList<>();
    worst.ifPresent(age -> judgedHops.add(new Hop("log", age)));
    commitAge.ifPresent(age -> judgedHops.add(new Hop("commit", age)));

    return new Freshness(
        table,
        budget,
        newestEventTime,
        watermark,
        commitAge,
        judged,
        queryable,
        judgedHops,
        Verdict.of(judged, budget));
  }
}
