package io.freshet.batch.backfill;

import io.freshet.batch.nightly.NightlyJob;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** The partitions of a job's table that a backfill computes, from the first to the last. */
public record Stretch(NightlyJob job, LocalDate first, LocalDate last) {
  /** The partitions into which the days from one to another fall, both included. */
  public static Stretch of(NightlyJob job, LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      throw new FreshetException(
          Fault.CALLER, "--from is %s and --to %s; it must not be before".formatted(from, to));
    }

    return new Stretch(job, job.period().begin(from), job.period().begin(to));
  }

  List<LocalDate> partitions() {
    return Stream.iterate(first, day -> !day.isAfter(last), job.period()::next).toList();
  }

  /** The same for every call, so that a second one finds what the first has done. */
  String branch() {
    return "backfill_%s_%s_%s".formatted(job.name(), first, last).replace('-', '_');
  }

  /** Which rows are of some partitions. As few ranges as may be: a set has a limit in Iceberg. */
  Expression rowsOf(Collection<LocalDate> partitions, String dayColumn) {
    Expression rows = Expressions.alwaysFalse();
    TreeSet<LocalDate> left = new TreeSet<>(partitions);
    while (!left.isEmpty()) {
      LocalDate from = left.pollFirst();
      LocalDate to = from;
      while (left.remove(job.period().next(to))) {
        to = job.period().next(to);
      }
      rows =
          Expressions.or(
              rows,
              Expressions.and(
                  Expressions.greaterThanOrEqual(dayColumn, from.toString()),
                  Expressions.lessThanOrEqual(dayColumn, to.toString())));
    }

    return rows;
  }
}
