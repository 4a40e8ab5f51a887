package io.freshet.console.receipts;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.toolkit.Amounts;
import java.util.ArrayList;
import java.util.List;

/** The outcome of a receipt in a line. Of one that it does not know it says what went wrong. */
final class Headline {
  private static final int MOST = 200;

  private Headline() {}

  static String of(String kind, JsonNode json) {
    String text =
        switch (kind) {
          case "prove" -> proof(json);
          case "maintain" -> maintenance(json.path("receipt").path("tables"));
          case "nightly" -> nightly(json);
          case "backfill" -> backfill(json.path("receipt"));
          case "drill" -> drill(json.path("faults"));
          default -> "";
        };
    if (text.isEmpty()) {
      text = json.path("failure").asText("");
    }

    return text.length() > MOST ? text.substring(0, MOST) + " …" : text;
  }

  private static String proof(JsonNode json) {
    return "%s of %s found, %s missing, %s doubled"
        .formatted(
            count(json, "found"),
            count(json, "expected"),
            count(json, "missing"),
            count(json, "doubled"));
  }

  private static String maintenance(JsonNode tables) {
    long before = 0;
    long after = 0;
    long failed = 0;
    long expired = 0;
    for (JsonNode table : tables) {
      for (JsonNode step : table.path("steps")) {
        expired += step.path("rows_expired").asLong();
      }
      before += table.path("before").path("files").asLong();
      after += table.path("after").path("files").asLong();
      failed += table.path("ok").asBoolean(true) ? 0 : 1;
    }
    String files =
        "%d tables, %s files to %s"
            .formatted(tables.size(), Amounts.count(before), Amounts.count(after));
    String rows = expired == 0 ? "" : ", %s rows past retention".formatted(Amounts.count(expired));

    return files + rows + (failed == 0 ? "" : ", %d failed".formatted(failed));
  }

  private static String nightly(JsonNode json) {
    List<String> parts = new ArrayList<>();
    parts.add(json.path("day").asText());
    parts.add(json.path("outcome").asText());
    parts.add(count(json, "rows") + " rows");
    json.path("checks")
        .forEach(
            check -> {
              if (!check.path("ok").asBoolean(true)) {
                parts.add(check.path("rule").asText());
              }
            });

    return String.join(", ", parts);
  }

  private static String backfill(JsonNode receipt) {
    return receipt.has("outcome")
        ? "%s, %d days: %s rows added, %s removed, %s changed"
            .formatted(
                receipt.path("outcome").asText(),
                receipt.path("days").size(),
                count(receipt, "added"),
                count(receipt, "removed"),
                count(receipt, "changed"))
        : "";
  }

  private static String drill(JsonNode faults) {
    List<String> parts = new ArrayList<>();
    for (JsonNode fault : faults) {
      JsonNode mended = fault.path("mended_seconds");
      parts.add(
          mended.isNumber()
              ? "%s mended after %d s"
                  .formatted(fault.path("name").asText(), Math.round(mended.asDouble()))
              : fault.path("name").asText() + " not mended");
    }

    return String.join(", ", parts);
  }

  private static String count(JsonNode json, String key) {
    return Amounts.count(json.path(key).asLong());
  }
}
