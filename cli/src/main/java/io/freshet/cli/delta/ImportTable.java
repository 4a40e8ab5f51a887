package io.freshet.cli.delta;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Shows on a terminal what an import answered as JSON. */
final class ImportTable {
  private static final Map<String, String> PLACEMENTS =
      Map.of("in_place", "stay", "copied", "copied", "rewritten", "rewritten");

  private ImportTable() {}

  static void print(JsonNode result, PrintWriter out) {
    JsonNode plan = result.path("plan");
    if (!plan.isNull()) {
      plan(plan, out);
    }
    JsonNode receipt = result.path("receipt");
    if (receipt.path("outcome").asText().equals("unchanged")) {
      out.printf(
          "%s holds version %d of %s already; nothing was done%n",
          receipt.path("table").asText(),
          receipt.path("version").asLong(),
          receipt.path("path").asText());
    } else if (!receipt.isNull()) {
      receipt(receipt, out);
    }
  }

  private static void plan(JsonNode plan, PrintWriter out) {
    out.printf("%s  to  %s%n", plan.path("path").asText(), plan.path("table").asText());
    out.printf(
        "Versions %d to %d, %s rows in the last%s%n",
        plan.path("from_version").asLong(),
        plan.path("to_version").asLong(),
        Amounts.count(plan.path("rows").asLong()),
        plan.path("deletion_vectors").asLong() == 0
            ? ""
            : ", %s deletion vectors"
                .formatted(Amounts.count(plan.path("deletion_vectors").asLong())));
    if (plan.hasNonNull("left_out")) {
      out.println("Older versions are left out: " + plan.path("left_out").asText());
    }
    StringJoiner files = new StringJoiner(", ");
    PLACEMENTS.keySet().stream()
        .sorted()
        .filter(placement -> plan.path("files").path(placement).path("files").asLong() > 0)
        .forEach(placement -> files.add(files(plan.path("files").path(placement), placement)));
    out.println("Files: " + (files.length() == 0 ? "none" : files));
    plan.path("files")
        .path("why_rewritten")
        .properties()
        .forEach(
            reason ->
                out.printf("Rewritten: %d, %s%n", reason.getValue().asLong(), reason.getKey()));
    if (!plan.path("left_behind").isEmpty()) {
      StringJoiner features = new StringJoiner(", ");
      plan.path("left_behind").forEach(feature -> features.add(feature.asText()));
      out.println("Not carried over: " + features);
    }
  }

  private static String files(JsonNode files, String placement) {
    return String.format(
        Locale.ROOT,
        "%,d %s (%.1f MB)",
        files.path("files").asLong(),
        PLACEMENTS.get(placement),
        files.path("bytes").asLong() / 1e6);
  }

  private static void receipt(JsonNode receipt, PrintWriter out) {
    TextTable table =
        new TextTable("version", "snapshot", "committed", "operation", "rows", "verified by");
    for (JsonNode version : receipt.path("versions")) {
      table.row(
          version.path("version").asLong(),
          version.path("snapshot_id").asText(),
          version.path("committed_at").asText(),
          version.path("operation").asText(),
          Amounts.count(version.path("rows").asLong()),
          version.hasNonNull("values") ? "values" : "rows");
    }
    table.print(out);
    out.printf(
        Locale.ROOT,
        "Imported %s rows in %.1f s; values %s%n",
        Amounts.count(receipt.path("rows").asLong()),
        receipt.path("seconds").asDouble(),
        receipt.path("values").asText());
    out.println("Receipt  " + receipt.path("file").asText());
  }
}
