package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one run of maintenance planned for a table and did to it, by its receipt.
 *
 * @param receipt its name
 * @param rank the table's place among those that the run merged files of, from 1 on, the one whose
 *     merge paid most first; 0 where it merged none of it
 * @param merging tables that the run merged files of
 * @param steps that were planned, in their order, each with what became of it
 * @param skipped what was not worth it, and why
 * @param failure why the table was not maintained at all; empty where it was
 */
public record Upkeep(
    String receipt,
    Instant at,
    int rank,
    int merging,
    List<Work> steps,
    List<Skipped> skipped,
    Optional<Size> before,
    Optional<Size> after,
    String failure) {
  /** Steps for which a table is ranked by what they pay. */
  private static final Set<String> MERGES = Set.of("compaction", "delete_conversion");

  public Upkeep {
    steps = List.copyOf(steps);
    skipped = List.copyOf(skipped);
  }

  /** What was left alone. */
  public record Skipped(String what, String reason) {}

  /** How large the table was. */
  public record Size(long files, long bytes, long snapshots) {
    static Optional<Size> of(JsonNode node) {
      return node.path("files").isNumber()
          ? Optional.of(
              new Size(
                  node.path("files").asLong(),
                  node.path("bytes").asLong(),
                  node.path("snapshots").asLong()))
          : Optional.empty();
    }
  }

  /**
   * One step.
   *
   * @param expectedCpu seconds; empty of what is no merge
   * @param expectedSaved seconds that each reading of the partition was to save
   * @param cpu seconds that it took; empty where it was only planned
   * @param saved seconds by which a reading became shorter, where that was measured
   */
  public record Work(
      String kind,
      String what,
      Optional<Double> expectedCpu,
      Optional<Double> expectedSaved,
      Optional<Double> cpu,
      Optional<Double> saved,
      String failure) {
    private static final double MICROS = 1e6;

    static Work of(JsonNode step) {
      return new Work(
          step.path("kind").asText(),
          step.path("what").asText(),
          number(step, "expected_cpu_seconds"),
          number(step, "expected_seconds_saved_per_reading"),
          number(step, "cpu_seconds"),
          saved(step),
          step.path("failure").asText(""));
    }

    private static Optional<Double> saved(JsonNode step) {
      return number(step, "read_microseconds_before")
          .flatMap(
              before ->
                  number(step, "read_microseconds_after").map(after -> (before - after) / MICROS));
    }

    private static Optional<Double> number(JsonNode node, String name) {
      return node.path(name).isNumber()
          ? Optional.of(node.path(name).asDouble())
          : Optional.empty();
    }

    /** Seconds that a reading was to save for a second of CPU: by that the planner ranks. */
    public Optional<Double> expectedWorth() {
      return expectedCpu
          .filter(seconds -> seconds > 0)
          .flatMap(seconds -> expectedSaved.map(saves -> saves / seconds));
    }
  }

  /** Of one table in a receipt of that name; empty where it does not speak of it. */
  static Optional<Upkeep> of(Receipt receipt, JsonNode json, String table) {
    Optional<JsonNode> planned = in(json.path("plan").path("tables"), table);
    Optional<JsonNode> done = in(json.path("receipt").path("tables"), table);
    if (planned.isEmpty() && done.isEmpty()) {
      return Optional.empty();
    }
    List<String> merged = new ArrayList<>();
    json.path("plan")
        .path("tables")
        .forEach(
            each -> {
              if (merges(each)) {
                merged.add(each.path("table").asText());
              }
            });
    List<Work> steps = new ArrayList<>();
    done.filter(node -> node.has("steps"))
        .or(() -> planned)
        .ifPresent(node -> node.path("steps").forEach(step -> steps.add(Work.of(step))));
    List<Skipped> skipped = new ArrayList<>();
    planned.ifPresent(
        node ->
            node.path("skipped")
                .forEach(
                    skip ->
                        skipped.add(
                            new Skipped(
                                skip.path("what").asText(), skip.path("reason").asText()))));

    return Optional.of(
        new Upkeep(
            receipt.name(),
            receipt.at(),
            merged.indexOf(table) + 1,
            merged.size(),
            steps,
            skipped,
            done.flatMap(node -> Size.of(node.path("before"))),
            done.flatMap(node -> Size.of(node.path("after"))),
            done.map(node -> node.path("failure").asText("")).orElse("")));
  }

  private static boolean merges(JsonNode table) {
    for (JsonNode step : table.path("steps")) {
      if (MERGES.contains(step.path("kind").asText())) {
        return true;
      }
    }

    return false;
  }

  private static Optional<JsonNode> in(JsonNode tables, String name) {
    for (JsonNode table : tables) {
      if (table.path("table").asText().equals(name)) {
        return Optional.of(table);
      }
    }

    return Optional.empty();
  }
}
