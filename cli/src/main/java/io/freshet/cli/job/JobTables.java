package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Shows on a terminal what batch applications answered as JSON. */
public final class JobTables {
  private JobTables() {}

  /** A line for each day, and below it each check that failed. */
  public static void nightly(JsonNode result, PrintWriter out) {
    for (JsonNode due : result.path("plan")) {
      out.printf(
          "%s  %s  %s%n",
          due.path("day").asText(), due.path("because").asText(), due.path("changed"));
    }
    if (!result.has("days")) {
      return; // it came to none
    }
    if (hasNothingToBeginWith(result)) {
      out.printf(
          "Nothing of %s is published, and --changed goes on from the first published day: name that"
              + " one once, by --day or a backfill%n",
          result.path("table").asText());
      out.flush();
      return;
    }
    if (result.has("untouched")) {
      out.printf("%d published days are as their inputs are%n", result.path("untouched").asInt());
    }
    for (JsonNode open : result.path("open")) {
      out.printf("OPEN  %s is not over, or not yet in the inputs%n", open.asText());
    }
    TextTable table = new TextTable("local day", "outcome", "rows", "cpu s", "input", "branch");
    for (JsonNode day : result.path("days")) {
      table.row(
          day.path("day").asText(),
          day.path("outcome").asText(),
          Amounts.count(day.path("rows").asLong()),
          day.path("cpu_seconds").asText(),
          day.path("input_complete").asBoolean() ? "complete" : "still coming in",
          day.path("branch").asText(""));
    }
    table.print(out);
    for (JsonNode day : result.path("days")) {
      if (day.has("failure")) {
        out.printf("FAILED  %s: %s%n", day.path("day").asText(), day.path("failure").asText());
      }
      for (JsonNode check : day.path("checks")) {
        if (!check.path("ok").asBoolean()) {
          violation(day, check, out);
        }
      }
    }
    out.flush();
  }

  /** A rule that does not hold of a day, and whether that has refused it. */
  static void violation(JsonNode day, JsonNode check, PrintWriter out) {
    out.printf(
        "%s  %s: %s: %s%n",
        check.path("refuses").asBoolean(true) ? "REFUSED" : "FOUND",
        day.path("day").asText(),
        check.path("rule").asText(),
        check.path("violation").asText());
  }

  private static boolean hasNothingToBeginWith(JsonNode result) {
    return result.path("untouched").asInt(-1) == 0
        && result.path("days").isEmpty()
        && result.path("open").isEmpty();
  }

  /** The plan, and the receipt unless it was a dry run. */
  public static void maintenance(JsonNode result, PrintWriter out) {
    for (JsonNode table : result.path("plan").path("tables")) {
      out.println(table.path("table").asText());
      for (JsonNode step : table.path("steps")) {
        out.printf("  do     %s%n", step.path("what").asText());
      }
      for (JsonNode left : table.path("skipped")) {
        out.printf("  leave  %s: %s%n", left.path("what").asText(), left.path("reason").asText());
      }
    }
    if (result.path("receipt").has("tables")) {
      out.println();
      receipt(result.path("receipt"), out);
    }
    out.flush();
  }

  /** Files and bytes before and after, and what went wrong. */
  public static void receipt(JsonNode receipt, PrintWriter out) {
    TextTable table = new TextTable("table", "rows", "files", "KB", "manifests", "snapshots");
    List<String> failures = new ArrayList<>();
    for (JsonNode each : receipt.path("tables")) {
      JsonNode before = each.path("before");
      JsonNode after = each.path("after");
      table.row(
          each.path("table").asText(),
          Amounts.count(after.path("rows").asLong()),
          change(before, after, "files", 1),
          change(before, after, "bytes", 1024),
          change(before, after, "manifests", 1),
          change(before, after, "snapshots", 1));
      if (each.has("failure")) {
        failures.add(
            "FAILED  %s: %s".formatted(each.path("table").asText(), each.path("failure").asText()));
      }
      each.path("steps")
          .forEach(
              step -> {
                if (step.has("failure")) {
                  failures.add(
                      "FAILED  %s: %s"
                          .formatted(each.path("table").asText(), step.path("failure").asText()));
                }
              });
    }
    table.print(out);
    failures.forEach(out::println);
    if (receipt.has("file")) {
      out.println("Receipt  " + receipt.path("file").asText());
    }
  }

  private static String change(JsonNode before, JsonNode after, String field, long unit) {
    long then = before.path(field).asLong() / unit;
    long now = after.path(field).asLong() / unit;

    return then == now
        ? Amounts.count(now)
        : "%s to %s".formatted(Amounts.count(then), Amounts.count(now));
  }
}
