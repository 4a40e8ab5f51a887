package io.freshet.maintenance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.maintenance.plan.MaintenancePlan;
import io.freshet.maintenance.plan.Payoff;
import io.freshet.maintenance.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a run of maintenance answers: the plan, the receipt, and whether all went well. */
final class Report {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<MaintenancePlan> plans = new ArrayList<>();
  private final List<TableReceipt> receipts = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private boolean isDamaged;

  /** A table that could not be maintained at all. */
  private record Refusal(String table, StepResult.Failure failure) {}

  void planned(MaintenancePlan plan) {
    plans.add(plan);
  }

  void done(TableReceipt receipt) {
    receipts.add(receipt);
  }

  /** A table that was planned for and not begun, as maintenance was told to end. */
  void left(String table) {
    left.add(table);
  }

  /** A table has lost something: nothing further may be done. */
  void damaged(String table, Fault fault, String message) {
    isDamaged = true;
    refused(table, fault, message);
  }

  boolean isDamaged() {
    return isDamaged;
  }

  void refused(String table, Fault fault, String message) {
    refusals.add(new Refusal(table, new StepResult.Failure(fault, message)));
  }

  /** Whether there was nothing to do, and nothing went wrong. */
  boolean isIdle() {
    return refusals.isEmpty() && receipts.stream().allMatch(receipt -> receipt.steps().isEmpty());
  }

  /** Such as {@code tables=18 steps=3 failures=0}, for a log. */
  String summary() {
    int failures = receipts.stream().mapToInt(receipt -> receipt.failures().size()).sum();

    return "tables=%d steps=%d failures=%d"
        .formatted(
            receipts.size() + refusals.size(),
            receipts.stream().mapToInt(receipt -> receipt.steps().size()).sum(),
            failures + refusals.size());
  }

  /** The worst of what happened: a bug before a dependency that is away. */
  Optional<Fault> fault() {
    List<Fault> faults = new ArrayList<>();
    refusals.forEach(refusal -> faults.add(refusal.failure().fault()));
    receipts.forEach(receipt -> receipt.failures().forEach(failure -> faults.add(failure.fault())));
    if (faults.contains(Fault.OURS)) {
      return Optional.of(Fault.OURS);
    }

    return faults.stream().findFirst();
  }

  /** The answer of a run that came to no plan. */
  static ObjectNode failed(String reason) {
    return JSON.createObjectNode()
        .put("ok", false)
        .put("failure", reason)
        .putNull("plan")
        .putNull("receipt");
  }

  ObjectNode dryRun() {
    ObjectNode root = JSON.createObjectNode().put("ok", fault().isEmpty());
    writePlan(root.putObject("plan"));
    root.putNull("receipt");

    return root;
  }

  ObjectNode full(Effort effort, String receiptFile) {
    ObjectNode root = JSON.createObjectNode().put("ok", fault().isEmpty());
    writePlan(root.putObject("plan"));
    ObjectNode receipt = root.putObject("receipt").put("file", receiptFile);
    ArrayNode tables = receipt.putArray("tables");
    receipts.forEach(each -> write(each, tables.addObject()));
    refusals.forEach(
        refusal ->
            tables
                .addObject()
                .put("table", refusal.table())
                .put("ok", false)
                .put("failure", refusal.failure().message()));
    if (!left.isEmpty()) {
      left.forEach(receipt.putArray("left")::add);
    }
    write(effort, receipt);

    return root;
  }

  private void writePlan(ObjectNode node) {
    ArrayNode tables = node.putArray("tables");
    for (MaintenancePlan plan : plans) {
      ObjectNode table = tables.addObject().put("table", plan.table());
      ArrayNode steps = table.putArray("steps");
      for (Step step : plan.steps()) {
        write(step, steps.addObject());
      }
      ArrayNode skipped = table.putArray("skipped");
      for (MaintenancePlan.Skipped skip : plan.skipped()) {
        skipped.addObject().put("what", skip.what()).put("reason", skip.reason());
      }
    }
  }

  private static void write(TableReceipt receipt, ObjectNode node) {
    node.put("table", receipt.table())
        .put("ok", receipt.failures().isEmpty())
        .put("others_committed", receipt.othersCommitted());
    receipt.before().writeTo(node.putObject("before"));
    receipt.after().writeTo(node.putObject("after"));
    ArrayNode steps = node.putArray("steps");
    for (StepResult result : receipt.steps()) {
      ObjectNode step = steps.addObject();
      write(result.step(), step);
      step.put("attempts", result.attempts());
      result.failure().ifPresent(failure -> step.put("failure", failure.message()));
      result.figures().forEach(step::put);
      write(result.effort(), step);
    }
    write(receipt.effort(), node);
  }

  private static void write(Step step, ObjectNode node) {
    node.put("kind", step.kind()).put("what", step.describe());
    if (step instanceof Step.Merge merge) {
      Payoff payoff = merge.payoff();
      node.put("sorted", merge instanceof Step.Compaction compaction && compaction.sorted())
          .put("copied", merge instanceof Step.Copy)
          .put("expected_cpu_seconds", payoff.cpuSeconds())
          .put("expected_seconds_saved_per_reading", payoff.secondsSaved());
    }
    if (step instanceof Step.RowExpiry old) {
      node.put("rows", old.rows())
          .put("retention_seconds", old.retention().toSeconds())
          .put("received_before", old.before().toString());
      ArrayNode parts = node.putArray("partitions");
      old.parts().forEach(part -> parts.add(part.name()));
    }
  }

  private static void write(Effort effort, ObjectNode node) {
    node.put("seconds", effort.seconds()).put("cpu_seconds", effort.cpuSeconds());
  }
}
