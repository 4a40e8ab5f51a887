package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows on a terminal what a backfill answered as JSON. */
final class BackfillText {
  private static final long KILOBYTE = 1024;

  private BackfillText() {}

  static void print(JsonNode result, PrintWriter out) {
    if (result.path("receipt").has("outcome")) {
      receipt(result.path("plan"), result.path("receipt"), out);
    } else if (result.path("plan").has("table")) {
      plan(result.path("plan"), out);
    }
    out.flush();
  }

  private static void plan(JsonNode plan, PrintWriter out) {
    out.printf(
        "%s from %s to %s: %d of %d partitions are done%n",
        plan.path("table").asText(),
        plan.path("from").asText(),
        plan.path("to").asText(),
        plan.path("done").size(),
        plan.path("partitions").asInt());
    out.printf(
        "%d to compute, %d at a time, from %s KB; %s%n",
        plan.path("left").size(),
        plan.path("parallel").asInt(),
        Amounts.count(plan.path("input_bytes").asLong() / KILOBYTE),
        plan.path("expected_seconds").isNumber()
            ? "about " + Amounts.age(seconds(plan.path("expected_seconds")))
            : "nobody knows how long, as there is no receipt of this job yet");
  }

  private static Duration seconds(JsonNode seconds) {
    return Duration.ofMillis(Math.round(seconds.asDouble() * 1000));
  }

  private static void receipt(JsonNode plan, JsonNode receipt, PrintWriter out) {
    TextTable table =
        new TextTable("local day", "outcome", "before", "rows", "added", "removed", "changed");
    for (JsonNode day : receipt.path("days")) {
      table.row(
          day.path("day").asText(),
          day.path("outcome").asText(),
          count(day, "rows_before"),
          count(day, "rows"),
          count(day, "added"),
          count(day, "removed"),
          count(day, "changed"));
    }
    table.print(out);
    receipt
        .path("changed_values")
        .properties()
        .forEach(
            column ->
                out.printf(
                    "CHANGED  %s in %s rows%n",
                    column.getKey(), Amounts.count(column.getValue().asLong())));
    receipt
        .path("days")
        .forEach(
            day -> day.path("violated").forEach(check -> JobTables.violation(day, check, out)));
    out.printf("%s%n", ending(plan, receipt));
    if (receipt.has("file")) {
      out.println("Receipt  " + receipt.path("file").asText());
    }
  }

  private static String count(JsonNode day, String field) {
    return day.has(field) ? Amounts.count(day.path(field).asLong()) : "";
  }

  private static String ending(JsonNode plan, JsonNode receipt) {
    String table = plan.path("table").asText();

    return switch (receipt.path("outcome").asText()) {
      case "published" ->
          "Published in %s as snapshot %d".formatted(table, receipt.path("snapshot_id").asLong());
      case "refused" ->
          "Nothing was published; look at it with SELECT * FROM %s FOR VERSION AS OF '%s'"
              .formatted(table, receipt.path("branch").asText());
      default -> "The inputs hold none of these days; %s is as it was".formatted(table);
    };
  }
}
