package io.freshet.cli.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;

/** A plan or receipt of forgetting a person, for people. */
final class ForgetText {
  private ForgetText() {}

  static void print(JsonNode answer, PrintWriter out) {
    boolean isDone = answer.has("receipt");
    JsonNode told = isDone ? answer.path("receipt") : answer.path("plan");
    tables(told, isDone ? "rows_erased" : "rows", out);
    redis(told.path("redis"), out);
    told.path("streams").forEach(stream -> stream(stream, out));
    told.path("not_looked_at").forEach(place -> out.printf("Not looked at: %s%n", place.asText()));
    if (isDone) {
      receipt(told, out);
    } else {
      out.println("Nothing has changed; --run erases these rows");
    }
    out.flush();
  }

  private static void tables(JsonNode told, String rows, PrintWriter out) {
    TextTable tables =
        new TextTable("table", rows.replace('_', ' '), "older snapshots", "until", "kept by");
    for (JsonNode table : told.path("tables")) {
      StringBuilder keepers = new StringBuilder();
      for (JsonNode kept : table.path("kept_by")) {
        keepers.append(keepers.isEmpty() ? "" : ", ").append(kept.path("reference").asText());
      }
      tables.row(
          table.path("table").asText(),
          count(table, rows),
          count(table, "older_snapshots"),
          table.path("older_snapshots_until").asText("-"),
          keepers.isEmpty() ? "-" : keepers.toString());
    }
    tables.print(out);
  }

  private static void redis(JsonNode shown, PrintWriter out) {
    if (shown.has("failure")) {
      out.printf("Redis did not answer: %s%n", shown.path("failure").asText());
    } else if (shown.has("left")) {
      out.printf(
          "Redis has lost %s of the person, and them from %s%n", documents(shown), orders(shown));
    } else if (!shown.isMissingNode()) {
      out.printf("Redis shows %s of the person, and them in %s%n", documents(shown), orders(shown));
    }
  }

  private static String documents(JsonNode shown) {
    return "%s documents".formatted(count(shown, "documents"));
  }

  private static String orders(JsonNode shown) {
    return "%s of orders".formatted(count(shown, "orders"));
  }

  private static void stream(JsonNode stream, PrintWriter out) {
    out.printf(
        "Topic %s keeps events %s%n",
        stream.path("topic").asText(),
        stream.has("gone_by")
            ? "until %s at the latest".formatted(stream.path("gone_by").asText())
            : "for ever");
  }

  private static void receipt(JsonNode receipt, PrintWriter out) {
    for (JsonNode table : receipt.path("tables")) {
      for (JsonNode query : table.path("queries")) {
        out.printf("Must give %s: %s%n", query.path("expected"), query.path("sql").asText());
      }
    }
    for (JsonNode query : receipt.path("redis").path("queries")) {
      out.printf("Must give %s: %s%n", query.path("expected"), query.path("shell").asText());
    }
    out.printf("%s rows erased; %s%n", count(receipt, "rows_erased"), rest(receipt));
    out.printf("Receipt %s%n", receipt.path("receipt").asText());
  }

  private static String rest(JsonNode receipt) {
    if (receipt.path("complete").asBoolean()) {
      return "no state of any table knows the person any more";
    }
    if (receipt.path("redis").has("failure")) {
      return "what Redis shows of the person is still there; run it again when it answers";
    }

    return "older states still know the person, see above; --expire lets them go, cut drop the cuts";
  }

  private static String count(JsonNode node, String name) {
    return Amounts.count(node.path(name).asLong());
  }
}
