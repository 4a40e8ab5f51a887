package io.freshet.cli.repair;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;

/** What comes in from before a table began, for people. */
final class EarlierText {
  private EarlierText() {}

  static void print(JsonNode result, RepairText.Kind kind, PrintWriter out) {
    String table = result.path("table").asText();
    if (result.path("stretches").isEmpty()) {
      out.printf("Kafka has nothing from before %s began; nothing was changed%n", table);
      out.flush();
      return;
    }
    switch (kind) {
      case PLAN -> plan(result, table, out);
      case RECEIPT -> receipt(result, table, out);
    }
    if (result.path("erased_rows").asLong() > 0) {
      out.println("Rows of it were erased: forget the same persons again once this is in");
    }
    out.flush();
  }

  private static void plan(JsonNode result, String table, PrintWriter out) {
    TextTable stretches = new TextTable("partition", "first offset", "last offset", "at most");
    for (JsonNode stretch : result.path("stretches")) {
      long from = stretch.path("from").asLong();
      long to = stretch.path("to").asLong();
      stretches.row(
          stretch.path("partition").asText(),
          Long.toString(from),
          Long.toString(to),
          Amounts.count(to - from + 1));
    }
    stretches.print(out);
    out.printf(
        "Plan: bring at most %s records into %s, in about %.0f s%n",
        count(result, "offsets"), table, Math.ceil(result.path("expected_seconds").asDouble()));
  }

  private static void receipt(JsonNode result, String table, PrintWriter out) {
    if (!result.path("changed").asBoolean()) {
      out.printf("Kafka has no record from before %s began; nothing was changed%n", table);
      return;
    }
    TextTable partitions = new TextTable("partition", "records", "rows", "dead letters", "tests");
    for (JsonNode partition : result.path("partitions")) {
      partitions.row(
          partition.path("partition").asText(),
          count(partition, "records"),
          count(partition, "rows"),
          count(partition, "dead_letters"),
          count(partition, "tests"));
    }
    partitions.print(out);
    out.printf(
        "%s: %s rows from before it began, in one commit%n", table, count(result, "rows_written"));
    out.println("What was made without them is made anew by ./freshet run nightly --changed");
    out.println(RepairText.MARTS);
    if (!result.path("announced").asBoolean()) {
      out.println("It is not announced; readers of table_commits see it with the next commit");
    }
    out.printf("Receipt %s%n", result.path("receipt").asText());
  }

  private static String count(JsonNode result, String name) {
    return Amounts.count(result.path(name).asLong());
  }
}
