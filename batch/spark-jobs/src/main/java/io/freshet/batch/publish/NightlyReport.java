package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of the days of a run: a report for each, up to the one that failed, if one did. What
 * was published before it is published, and is said.
 */
public record NightlyReport(List<DayReport> days, Optional<FailedDay> failed) {
  private static final Logger log = LoggerFactory.getLogger(NightlyReport.class);

  /** The day at which the run ended; those after it were not tried. */
  public record FailedDay(LocalDate day, Fault fault, String message) {}

  public NightlyReport {
    days = List.copyOf(days);
  }

  /**
   * Does the days one after the other. A refused day does not keep the others from being published;
   * one that fails does, as the next would meet the same.
   */
  static NightlyReport ofEach(Collection<LocalDate> days, Function<LocalDate, DayReport> work) {
    List<DayReport> reports = new ArrayList<>();
    for (LocalDate day : days) {
      try {
        reports.add(work.apply(day));
      } catch (RuntimeException e) {
        FailedDay failed = new FailedDay(day, LakeFailures.fault(e), LakeFailures.reason(e));
        if (failed.fault() == Fault.OURS) {
          log.error("Nightly failed day={}", day, e);
        } else {
          log.error("Nightly failed day={} cause={}", day, failed.message());
        }

        return new NightlyReport(reports, Optional.of(failed));
      }
    }

    return new NightlyReport(reports, Optional.empty());
  }

  public boolean ok() {
    return fault().isEmpty();
  }

  /** The worst of what happened: a refused day, which no retry mends, before what one may. */
  public Optional<Fault> fault() {
    return days.stream().allMatch(DayReport::ok)
        ? failed.map(FailedDay::fault)
        : Optional.of(Fault.OURS);
  }

  public void writeTo(ObjectNode root) {
    root.put("rows", days.stream().mapToLong(DayReport::rows).sum());
    ArrayNode list = root.putArray("days");
    days.forEach(report -> report.writeTo(list.addObject()));
    failed.ifPresent(
        each ->
            list.addObject()
                .put("day", each.day().toString())
                .put("outcome", "failed")
                .put("failure", each.message()));
  }
}
