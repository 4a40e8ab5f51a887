package io.freshet.batch.changes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.Inputs;
import io.freshet.batch.nightly.MarketDays;
import io.freshet.batch.nightly.MarketZones;
import io.freshet.batch.nightly.NightlyJob;
import io.freshet.batch.nightly.Slice;
import io.freshet.batch.publish.Cause;
import io.freshet.core.lake.PublishedDay;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What there is to do for a table to be what its inputs are: which partitions to compute and why,
 * and which are right as they are.
 *
 * @param untouched published, and nothing has changed in them since, or retention has taken inputs
 *     of them
 * @param open asked for, but not over yet, or not yet in the inputs
 */
public record ChangePlan(
    NavigableMap<LocalDate, Cause> partitions, Set<LocalDate> untouched, Set<LocalDate> open) {
  public ChangePlan {
    partitions = new TreeMap<>(partitions);
    untouched = new TreeSet<>(untouched);
    open = new TreeSet<>(open);
  }

  /**
   * @param published what the output says of itself
   * @param asked days; their partitions are computed whether touched or not, once they are over
   */
  static ChangePlan of(
      NightlyJob job,
      Inputs inputs,
      NavigableMap<LocalDate, PublishedDay> published,
      Collection<LocalDate> asked) {
    Completeness completeness = new Completeness(job, inputs);
    NavigableMap<LocalDate, Cause> partitions = changed(job, inputs, published);
    Set<LocalDate> open = new TreeSet<>();
    Set<LocalDate> untouched = new TreeSet<>(published.keySet());
    for (LocalDate day : new TreeSet<>(asked)) {
      LocalDate partition = job.period().begin(day);
      boolean isItsLast = job.period().next(partition).minusDays(1).equals(day);
      if (isItsLast || completeness.holds(partition)) {
        partitions.putIfAbsent(partition, Cause.ASKED);
        open.remove(partition);
      } else {
        open.add(partition);
      }
    }
    Stream.concat(
            published.keySet().stream().limit(1),
            asked.stream().map(job.period()::begin).sorted().limit(1))
        .min(LocalDate::compareTo)
        .ifPresent(
            first -> {
              for (LocalDate each = first;
                  completeness.holds(each);
                  each = job.period().next(each)) {
                if (!published.containsKey(each)) {
                  partitions.putIfAbsent(each, Cause.MISSING);
                }
              }
            });
    // Asked for, it says why it can't be; else it stays as it was when its inputs were whole.
    partitions
        .entrySet()
        .removeIf(
            each ->
                each.getValue().kind() != Cause.Kind.ASKED && completeness.isLost(each.getKey()));
    open.removeAll(partitions.keySet());
    untouched.removeAll(partitions.keySet());

    return new ChangePlan(partitions, untouched, open);
  }

  /** Days that rest on the same snapshots are looked at together. */
  private static NavigableMap<LocalDate, Cause> changed(
      NightlyJob job, Inputs inputs, NavigableMap<LocalDate, PublishedDay> published) {
    NavigableMap<LocalDate, Cause> changed = new TreeMap<>();
    if (published.isEmpty()) {
      return changed;
    }
    TouchedDays touchedDays = new TouchedDays(job, inputs);
    Map<Map<String, PublishedDay.Input>, Collection<LocalDate>> byBasis =
        published.values().stream()
            .collect(
                Collectors.groupingBy(
                    day -> day.basis().map(PublishedDay.Basis::inputs).orElse(Map.of()),
                    Collectors.mapping(PublishedDay::day, Collectors.toCollection(TreeSet::new))));
    byBasis.forEach(
        (basis, days) -> {
          Touched touched = touchedDays.since(basis);
          days.forEach(
              day -> touched.of(day).ifPresent(why -> changed.put(day, Cause.changed(why))));
        });

    return changed;
  }

  /** Each partition with its cause, for those who want to know before anything is done. */
  public void describe(ObjectNode node) {
    ArrayNode list = node.putArray("plan");
    partitions.forEach((day, cause) -> cause.writeTo(list.addObject().put("day", day.toString())));
    writeTo(node);
  }

  /** {@code "untouched":3,"open":["2008-05-19"]}; what is computed is told day by day. */
  public void writeTo(ObjectNode node) {
    node.put("untouched", untouched.size());
    open.forEach(day -> node.withArray("open").add(day.toString()));
  }

  /** Whether the watermarks of all sources have passed the end of a partition everywhere. */
  private record Completeness(NightlyJob job, Inputs inputs, MarketZones zones) {
    Completeness(NightlyJob job, Inputs inputs) {
      this(job, inputs, MarketZones.of(inputs.rows(NightlyJob.MARKETS)));
    }

    boolean holds(LocalDate partition) {
      return job.sources().stream()
          .allMatch(source -> inputs.reach(source.contract(), days(partition).end()));
    }

    /** Whether retention has taken rows that may count into it. */
    boolean isLost(LocalDate partition) {
      return Slice.lost(job, inputs, days(partition)).isPresent();
    }

    private MarketDays days(LocalDate partition) {
      return zones.days(partition, job.period().next(partition));
    }
  }
}
