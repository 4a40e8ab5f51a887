package io.freshet.cli.drill;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.drill.Ground.Proven;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What drills came to, for people and for machines.
 *
 * @param replay the command that brings the same faults in the same order
 * @param asked how many drills were to be held: more than the results where one broke off
 */
record DrillReport(long seed, String replay, int asked, List<DrillResult> results) {
  DrillReport {
    results = List.copyOf(results);
  }

  boolean ok() {
    return results.size() == asked && results.stream().allMatch(DrillResult::ok);
  }

  void print(PrintWriter out) {
    TextTable table =
        new TextTable("", "what it was", "on the console", "named", "mended", "proved");
    int number = 0;
    for (DrillResult result : results) {
      number++;
      table.row(
          number,
          result.fault().name(),
          result.shown().isPresent()
              ? "%s, %s".formatted(age(result.shown()), result.fault().sign().page())
              : "not before it was mended",
          named(result),
          result.mended().map(Amounts::age).orElse("by the drill"),
          result.proven().map(DrillReport::words).orElse("-"));
    }
    out.println();
    table.print(out);
    out.println();
    out.println("Times count from the fault. The same again:  " + replay);
    out.flush();
  }

  private static String named(DrillResult result) {
    if (result.named().isPresent()) {
      return "%s%s"
          .formatted(
              age(result.named()),
              result.wrong() == 0 ? "" : ", %d wrong before".formatted(result.wrong()));
    }

    return result.told() ? "was told" : "-";
  }

  private static String age(Optional<Duration> time) {
    return time.map(Amounts::age).orElse("-");
  }

  private static String words(Proven proven) {
    return "%s: %d tables, %s rows, %s missing, %s doubled"
        .formatted(
            proven.ok() ? "yes" : "NO",
            proven.tables(),
            Amounts.count(proven.rows()),
            Amounts.count(proven.missing()),
            Amounts.count(proven.doubled()));
  }

  ObjectNode json() {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", ok())
            .put("seed", seed)
            .put("replay", replay)
            .put("asked", asked);
    ArrayNode faults = root.putArray("faults");
    results.forEach(result -> put(faults.addObject(), result));

    return root;
  }

  private static void put(ObjectNode node, DrillResult result) {
    DrillFault fault = result.fault();
    node.put("name", fault.name())
        .put("doing", fault.doing())
        .put("shown_on", fault.sign().page())
        .put("runbook", fault.runbook())
        .put("shown_seconds", seconds(result.shown()))
        .put("named_seconds", seconds(result.named()))
        .put("wrong", result.wrong())
        .put("told", result.told())
        .put("mended_seconds", seconds(result.mended()));
    result
        .proven()
        .ifPresent(
            proven ->
                node.putObject("proof")
                    .put("ok", proven.ok())
                    .put("tables", proven.tables())
                    .put("found", proven.rows())
                    .put("missing", proven.missing())
                    .put("doubled", proven.doubled()));
  }

  /** Null of what did not come to pass. */
  private static Double seconds(Optional<Duration> time) {
    return time.map(Amounts::seconds).orElse(null);
  }
}
