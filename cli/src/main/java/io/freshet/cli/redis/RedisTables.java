package io.freshet.cli.redis;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** Shows on a terminal what was found and written. */
final class RedisTables {
  private static final List<String> KINDS = List.of("orders", "dashers", "supply");
  private static final List<String> VERDICTS =
      List.of(
          "equal",
          "newer",
          "behind",
          "different",
          "older",
          "missing",
          "blocked",
          "unknown",
          "earlier");

  private RedisTables() {}

  static void rebuild(JsonNode result, PrintWriter out) {
    out.println(read(result));
    TextTable table = new TextTable("", "to show", "written", "as new there", "refused");
    for (String kind : KINDS) {
      JsonNode node = result.path(kind);
      table.row(
          kind,
          count(node, "documents"),
          count(node, "written"),
          count(node, "as_new_there"),
          count(node, "refused"));
    }
    table.print(out);
    if (!result.path("ok").asBoolean()) {
      out.println(
          "Keys that hold something else were left alone; ./freshet redis compare names some");
    }
  }

  static void compare(JsonNode result, PrintWriter out) {
    out.println(read(result));
    TextTable table = new TextTable(Stream.concat(Stream.of(""), VERDICTS.stream()).toList());
    for (String kind : KINDS) {
      table.row(
          Stream.concat(
                  Stream.of(kind),
                  VERDICTS.stream().map(verdict -> count(result.path(kind), verdict)))
              .toArray());
    }
    table.print(out);
    for (String kind : KINDS) {
      for (JsonNode example : result.path(kind).path("examples")) {
        out.printf("%-8s %s%n", example.path("verdict").asText(), example.path("key").asText());
      }
    }
    if (result.has("repaired")) {
      out.printf("Written  %s%n", count(result, "repaired"));
    }
    out.println(
        result.path("ok").asBoolean()
            ? "Redis lacks nothing that its sources have"
            : "Redis lacks some of what its sources have; ./freshet redis rebuild writes it, unless"
                + " something else blocks the key");
  }

  /** Such as {@code Read of the last 6h: 1,200 order_events, 90 eta_predictions}. */
  private static String read(JsonNode result) {
    StringJoiner sources = new StringJoiner(", ");
    result
        .path("read")
        .properties()
        .forEach(source -> sources.add(count(source.getValue(), "used") + " " + source.getKey()));

    return "Read of the last %s: %s"
        .formatted(
            Durations.print(Duration.ofSeconds(result.path("since_seconds").asLong())), sources);
  }

  private static String count(JsonNode node, String name) {
    return Amounts.count(node.path(name).asLong());
  }
}
