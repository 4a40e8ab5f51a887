package io.freshet.ingestion.deadletters.redrive;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of the dead letters that were asked for, in a plan, or has become of them, in a
 * receipt. Immutable.
 *
 * @param found all of them: {@code redrivenBefore + ofAnotherTable + sent + stillRefused}, and in a
 *     receipt those that the redrive did not come to
 * @param ofAnotherTable their topic has no such number in the table's ledger any more
 * @param causes by the cause for which they were refused
 */
public record Outcomes(
    long found, long redrivenBefore, long ofAnotherTable, SortedMap<String, OfCause> causes) {
  public Outcomes {
    causes = Collections.unmodifiableSortedMap(new TreeMap<>(causes));
  }

  /**
   * Of one cause.
   *
   * @param stillRefused how many today's contract refuses, by the cause for which it does
   */
  public record OfCause(long sent, SortedMap<String, Long> stillRefused) {
    public OfCause {
      stillRefused = Collections.unmodifiableSortedMap(new TreeMap<>(stillRefused));
    }
  }

  public long sent() {
    return causes.values().stream().mapToLong(OfCause::sent).sum();
  }

  public long stillRefused() {
    return causes.values().stream()
        .flatMap(cause -> cause.stillRefused().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** The same, with as many sent as those say. */
  Outcomes withSent(Outcomes sent) {
    TreeMap<String, OfCause> all = new TreeMap<>();
    causes.forEach(
        (cause, planned) -> {
          OfCause done = sent.causes.get(cause);
          all.put(cause, new OfCause(done == null ? 0 : done.sent(), planned.stillRefused()));
        });

    return new Outcomes(found, redrivenBefore, ofAnotherTable, all);
  }

  /** Counts them. Not thread-safe. */
  static final class Tally {
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, SortedMap<String, Long>> stillRefused = new TreeMap<>();
    private long found;
    private long redrivenBefore;
    private long ofAnotherTable;

    void found() {
      found++;
    }

    void redrivenBefore() {
      redrivenBefore++;
    }

    void ofAnotherTable() {
      ofAnotherTable++;
    }

    void sent(String cause) {
      sent.merge(cause, 1L, Long::sum);
    }

    void stillRefused(String cause, String today) {
      stillRefused.computeIfAbsent(cause, first -> new TreeMap<>()).merge(today, 1L, Long::sum);
    }

    Outcomes outcomes() {
      TreeMap<String, OfCause> causes = new TreeMap<>();
      sent.keySet().forEach(cause -> causes.put(cause, ofCause(cause)));
      stillRefused.keySet().forEach(cause -> causes.put(cause, ofCause(cause)));

      return new Outcomes(found, redrivenBefore, ofAnotherTable, causes);
    }

    private OfCause ofCause(String cause) {
      return new OfCause(
          sent.getOrDefault(cause, 0L),
          stillRefused.getOrDefault(cause, Collections.emptySortedMap()));
    }
  }
}
