package io.freshet.cli.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;

/** A plan or receipt of forgetting a person, for people. */
final class ForgetText {
  private static final String ROWS = "rows";

  private ForgetText() {}

  static void print(JsonNode answer, PrintWriter out) {
    boolean isDone = answer.has("receipt");
    JsonNode told = isDone ? answer.path("receipt") : answer.path("plan");
    tables(told.path("tables"), isDone ? "rows_erased" : ROWS, out);
    built(told.path("built_tables"), out);
    told.path("training_sets").forEach(set -> trainingSet(set, out));
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

  /** Those that know nobody any more are left out. */
  private static void built(JsonNode tables, PrintWriter out) {
    ArrayNode knowing = JsonNodeFactory.instance.arrayNode();
    tables.forEach(
        table -> {
          if (isKnowing(table)) {
            knowing.add(table);
          }
        });
    if (!knowing.isEmpty()) {
      out.println("Built by others, and not erased from:");
      tables(knowing, ROWS, out);
    }
    for (JsonNode table : tables) {
      if (isUnreadable(table)) {
        out.printf(
            "Not looked at: %s, %s%n",
            table.path("table").asText(), table.path("unreadable").asText());
      }
    }
  }

  private static boolean isUnreadable(JsonNode table) {
    return table.has("unreadable");
  }

  private static boolean isKnowing(JsonNode table) {
    return table.path(ROWS).asLong() > 0
        || table.path("older_snapshots").asLong() > 0
        || !table.path("kept_by").isEmpty();
  }

  private static void tables(JsonNode shown, String rows, PrintWriter out) {
    TextTable tables =
        new TextTable("table", rows.replace('_', ' '), "older snapshots", "until", "kept by");
    for (JsonNode table : shown) {
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

  private static void trainingSet(JsonNode set, PrintWriter out) {
    String name = set.path("set").asText();
    if (set.path("erased").asBoolean()) {
      out.printf("Training set %s has lost its rows; its manifest says so%n", name);
    } else {
      out.printf(
          "Training set %s: its file has rows that were computed of the person's; --training-sets erases them%n",
          name);
    }
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
    receipt.path("tables").forEach(table -> queries(table, out));
    receipt.path("built_tables").forEach(table -> queries(table, out));
    for (JsonNode query : receipt.path("redis").path("queries")) {
      out.printf("Must give %s: %s%n", query.path("expected"), query.path("shell").asText());
    }
    out.printf("%s rows erased; %s%n", count(receipt, "rows_erased"), rest(receipt));
    out.printf("Receipt %s%n", receipt.path("receipt").asText());
  }

  private static void queries(JsonNode table, PrintWriter out) {
    for (JsonNode query : table.path("queries")) {
      out.printf("Must give %s: %s%n", query.path("expected"), query.path("sql").asText());
    }
  }

  private static String rest(JsonNode receipt) {
    if (receipt.path("complete").asBoolean()) {
      return "no state of any table knows the person any more";
    }
    for (JsonNode table : receipt.path("built_tables")) {
      if (table.path(ROWS).asLong() > 0) {
        return "what others built still knows the person: marts lose them by ./freshet dbt build, then run it again";
      }
      if (isUnreadable(table)) {
        return "nobody knows what %s holds; mend or drop it, then run it again"
            .formatted(table.path("table").asText());
      }
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
