package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows on a terminal what a landing answered as JSON. */
final class LandingTable {
  private LandingTable() {}

  static void print(JsonNode result, PrintWriter out) {
    JsonNode plan = result.path("plan");
    plan.path("held").forEach(file -> out.println("HELD  " + file.path("name").asText()));
    if (result.path("receipt").isNull()) {
      plan.path("files").forEach(file -> out.println("LAND  " + file.path("name").asText()));
    } else if (plan.path("files").isEmpty()) {
      out.printf("%s holds all of it already; nothing was done%n", plan.path("table").asText());
    } else {
      receipt(result.path("receipt"), out);
    }
    out.flush();
  }

  private static void receipt(JsonNode receipt, PrintWriter out) {
    TextTable table = new TextTable("file", "rows", "dead letters", "late");
    for (JsonNode file : receipt.path("files")) {
      table.row(
          file.path("name").asText(),
          Amounts.count(file.path("rows").asLong()),
          Amounts.count(file.path("dead_lettered").asLong()),
          Amounts.count(file.path("late").asLong()));
    }
    table.print(out);
    for (JsonNode refused : receipt.path("refused")) {
      out.printf(
          "REFUSED  %s %s: %s%n",
          Amounts.count(refused.path("rows").asLong()),
          refused.path("cause").asText(),
          refused.path("example").asText());
    }
    out.printf(
        Locale.ROOT,
        "Landed %s rows in %s in %.1f s%n",
        Amounts.count(receipt.path("rows").asLong()),
        receipt.path("table").asText(),
        receipt.path("seconds").asDouble());
    out.println("Receipt  " + receipt.path("file").asText());
  }
}
