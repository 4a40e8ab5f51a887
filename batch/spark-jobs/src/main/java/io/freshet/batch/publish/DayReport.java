package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.nightly.QualityRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of one partition.
 *
 * @param day which names it
 * @param written what the branch held when it was checked
 * @param receipt its file
 */
public record DayReport(
    LocalDate day,
    Outcome outcome,
    WrittenRows written,
    DayPlan planned,
    Trace trace,
    List<QualityRule.Check> checks,
    DayCost cost,
    Optional<String> receipt) {
  /** How it can end. */
  public enum Outcome {
    PUBLISHED,
    /** The inputs hold nothing of the day, and neither does the table. */
    EMPTY,
    /** A check failed: main is as it was. */
    REFUSED
  }

  /**
   * Where the rows are.
   *
   * @param branch where refused rows can be looked at
   * @param snapshotId what was published
   */
  public record Trace(Optional<String> branch, OptionalLong snapshotId) {
    static Trace none() {
      return new Trace(Optional.empty(), OptionalLong.empty());
    }

    static Trace of(AuditBranch branch) {
      return new Trace(Optional.of(branch.name()), OptionalLong.empty());
    }

    static Trace of(long snapshotId) {
      return new Trace(Optional.empty(), OptionalLong.of(snapshotId));
    }
  }

  public DayReport {
    checks = List.copyOf(checks);
  }

  DayReport(
      LocalDate day,
      Outcome outcome,
      WrittenRows written,
      DayPlan planned,
      Trace trace,
      List<QualityRule.Check> checks,
      DayCost cost) {
    this(day, outcome, written, planned, trace, checks, cost, Optional.empty());
  }

  DayReport withReceipt(String file) {
    return new DayReport(day, outcome, written, planned, trace, checks, cost, Optional.of(file));
  }

  public boolean ok() {
    return outcome != Outcome.REFUSED;
  }

  long rows() {
    return written.count();
  }

  void writeTo(ObjectNode node) {
    node.put("day", day.toString())
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .put("rows", rows())
        .put("input_complete", planned.complete());
    trace.snapshotId().ifPresent(id -> node.put("snapshot_id", id));
    trace.branch().ifPresent(name -> node.put("branch", name));
    ArrayNode list = node.putArray("checks");
    for (QualityRule.Check check : checks) {
      ObjectNode entry =
          list.addObject().put("rule", check.rule()).put("ok", check.violation().isEmpty());
      check.violation().ifPresent(seen -> entry.put("violation", seen));
      if (check.weight() == QualityRule.Weight.TELLS) {
        entry.put("refuses", false);
      }
    }
    ObjectNode counts = node.putObject("counts");
    planned.remarks().forEach(counts::put);
    receipt.ifPresent(file -> node.put("receipt", file));
    cost.writeTo(node);
  }
}
