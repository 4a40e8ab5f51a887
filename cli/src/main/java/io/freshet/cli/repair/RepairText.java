package io.freshet.cli.repair;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;

/** A repair's plan or receipt for people. */
final class RepairText {
  /** Where a repair is seen last. */
  static final String MARTS =
      "Marts see it with the next ./freshet dbt build, which folds orders anew; on Snowflake add --full-refresh";

  private static final double BYTES_A_MEGABYTE = 1e6;

  private RepairText() {}

  /** What is printed. */
  enum Kind {
    PLAN,
    RECEIPT
  }

  static void print(JsonNode result, Kind kind, PrintWriter out) {
    String table = result.path("table").asText();
    TextTable stretches = new TextTable("partition", "first offset", "last offset");
    for (JsonNode stretch : result.path("stretches")) {
      stretches.row(
          stretch.path("partition").asText(),
          stretch.path("from").asText(),
          stretch.path("to").asText());
    }
    stretches.print(out);
    switch (kind) {
      case PLAN ->
          out.printf(
              "Plan: write at most %s records of %s anew, in the place of rows in %s files (%.1f MB)%n",
              count(result, "offsets"),
              table,
              count(result, "files"),
              result.path("bytes").asLong() / BYTES_A_MEGABYTE);
      case RECEIPT -> receipt(result, table, out);
    }
    if (!result.path("dropped_columns").isEmpty()) {
      out.printf(
          "Rows written anew have no values in columns that the contract has dropped: %s%n",
          result.path("dropped_columns"));
    }
    out.flush();
  }

  private static void receipt(JsonNode result, String table, PrintWriter out) {
    if (!result.path("changed").asBoolean()) {
      out.printf(
          "%s holds what the log says of these %s records; nothing was changed%n",
          table, count(result, "records"));
      return;
    }
    out.printf(
        "%s: %s rows written anew in the place of %s, %s files in the place of %s, one commit%n",
        table,
        count(result, "rows_written"),
        count(result, "rows_before"),
        count(result, "files_written"),
        count(result, "files_replaced"));
    if (result.path("dead_letters").asLong() > 0) {
      out.printf(
          "%s records are dead letters and stay so; ./freshet dlq redrive sends them again%n",
          count(result, "dead_letters"));
    }
    if (result.has("oldest_event_time")) {
      out.printf(
          "Event times %s to %s: what was made of them is made anew by ./freshet run nightly --changed%n",
          result.path("oldest_event_time").asText(), result.path("newest_event_time").asText());
    }
    out.println(MARTS);
    if (!result.path("announced").asBoolean()) {
      out.println("It is not announced; readers of table_commits see it with the next commit");
    }
    out.printf("Receipt %s%n", result.path("receipt").asText());
  }

  private static String count(JsonNode result, String name) {
    return Amounts.count(result.path(name).asLong());
  }
}
