package io.freshet.batch.backfill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.nightly.QualityRule;
import io.freshet.batch.publish.DayCost;
import io.freshet.batch.publish.ReceiptFolder;
import io.freshet.batch.publish.WrittenRows;
import io.freshet.core.toolkit.Effort;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;

/**
 * What became of a backfill.
 *
 * @param days of all partitions
 * @param staged what was done, whether in this call or before
 * @param comparison empty where nothing was published
 * @param published its commit; empty where nothing was published
 * @param tries of this call
 * @param effort of this call
 * @param kept where it can be read later
 */
public record BackfillReport(
    BackfillPlan plan,
    Optional<String> because,
    Map<LocalDate, DayOutcome> days,
    Map<LocalDate, StagedDay> staged,
    Optional<Comparison> comparison,
    Optional<Snapshot> published,
    Tries tries,
    Effort effort,
    Optional<Kept> kept) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How it can end. */
  public enum Outcome {
    PUBLISHED,
    /** A day has not passed its checks: readers see what they saw. */
    REFUSED,
    /** The inputs hold none of the days. */
    EMPTY
  }

  /**
   * How often days were computed.
   *
   * @param attempts of all that were not done, until nobody else had changed one meanwhile
   * @param recomputed days that were computed again for that
   */
  public record Tries(int attempts, int recomputed) {}

  /** A receipt. */
  public record Kept(String file, Instant at) {}

  public BackfillReport {
    days = new TreeMap<>(days);
    staged = new TreeMap<>(staged);
  }

  public Outcome outcome() {
    if (days.values().stream().anyMatch(day -> day.kind() == DayOutcome.Kind.REFUSED)) {
      return Outcome.REFUSED;
    }

    return published.isPresent() ? Outcome.PUBLISHED : Outcome.EMPTY;
  }

  /** What was published. */
  public OptionalLong snapshotId() {
    return published.stream().mapToLong(Snapshot::snapshotId).findFirst();
  }

  public boolean ok() {
    return outcome() != Outcome.REFUSED;
  }

  /** The same with its receipt in a file. */
  BackfillReport writtenTo(ReceiptFolder receipts) {
    Path path =
        receipts.file(
            "backfill-%s-%s-%s"
                .formatted(plan.table(), plan.stretch().first(), plan.stretch().last()));
    BackfillReport written =
        new BackfillReport(
            plan,
            because,
            days,
            staged,
            comparison,
            published,
            tries,
            effort,
            Optional.of(new Kept(path.toString(), Instant.now())));
    receipts.store(path, written.describe(), "Backfill of " + plan.table());

    return written;
  }

  /** {@code "ok"}, {@code "plan"} and {@code "receipt"}. */
  public ObjectNode describe() {
    ObjectNode root = JSON.createObjectNode().put("ok", ok());
    plan.writeTo(root.putObject("plan"));
    writeTo(root.putObject("receipt"));

    return root;
  }

  private void writeTo(ObjectNode node) {
    kept.ifPresent(receipt -> node.put("at", receipt.at().toString()).put("file", receipt.file()));
    node.put("outcome", outcome().name().toLowerCase(Locale.ROOT));
    because.ifPresent(text -> node.put("because", text));
    published.ifPresent(
        snapshot ->
            node.put("snapshot_id", snapshot.snapshotId())
                .put("bytes_written", DayCost.bytesWritten(snapshot)));
    node.put("branch", plan.stretch().branch())
        .put("attempts", tries.attempts())
        .put("recomputed", tries.recomputed());
    comparison.ifPresent(compared -> writeTotals(node, compared));
    ArrayNode list = node.putArray("days");
    days.forEach(
        (day, outcome) -> write(list.addObject().put("day", day.toString()), day, outcome));
    node.put("seconds", effort.seconds()).put("cpu_seconds", effort.cpuSeconds());
  }

  private void writeTotals(ObjectNode node, Comparison compared) {
    node.put("rows_before", compared.before().values().stream().mapToLong(WrittenRows::count).sum())
        .put("rows", rows());
    compared.differences().values().stream()
        .reduce(DayDifference.NONE, DayDifference::plus)
        .writeTo(node);
  }

  private long rows() {
    return staged.values().stream()
        .flatMap(day -> day.passed().stream())
        .mapToLong(passed -> passed.rows().count())
        .sum();
  }

  private void write(ObjectNode node, LocalDate day, DayOutcome outcome) {
    node.put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT));
    for (QualityRule.Check check : outcome.checks()) {
      node.withArray("checks")
          .addObject()
          .put("rule", check.rule())
          .put("ok", check.violation().isEmpty());
    }
    for (QualityRule.Check check : outcome.violated()) {
      node.withArray("violated")
          .addObject()
          .put("rule", check.rule())
          .put("violation", check.violation().orElse(""))
          .put("refuses", check.refuses());
    }
    Optional.ofNullable(staged.get(day))
        .flatMap(StagedDay::passed)
        .ifPresent(
            passed ->
                node.put("rows", passed.rows().count())
                    .put("hash", passed.rows().hash())
                    .put("seconds", passed.seconds()));
    comparison
        .filter(compared -> staged.containsKey(day))
        .ifPresent(
            compared -> {
              WrittenRows before = compared.before().getOrDefault(day, WrittenRows.NONE);
              node.put("rows_before", before.count()).put("hash_before", before.hash());
              compared.differences().getOrDefault(day, DayDifference.NONE).writeTo(node);
            });
    writeInputs(node, day);
  }

  private void writeInputs(ObjectNode node, LocalDate day) {
    Optional.ofNullable(staged.get(day))
        .flatMap(staging -> staging.published().basis())
        .ifPresent(
            basis -> {
              ObjectNode inputs = node.putObject("inputs");
              basis.inputs().forEach((table, input) -> inputs.put(table, input.snapshotId()));
            });
  }
}
