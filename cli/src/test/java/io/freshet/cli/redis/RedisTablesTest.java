package io.freshet.cli.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RedisTablesTest {
  @Test
  void showsWhatWasReadAndWritten() throws Exception {
    JsonNode result =
        json(
            """
            {"ok": true, "since_seconds": 21600,
              "read": {"order_events": {"used": 1200}, "dasher_pings": {"used": 98765}},
              "orders": {"documents": 40, "written": 30, "as_new_there": 10, "refused": 0},
              "dashers": {"documents": 7, "written": 7, "as_new_there": 0, "refused": 0},
              "supply": {"documents": 2, "written": 1, "as_new_there": 1, "refused": 0}}""");

    assertThat(printed(out -> RedisTables.rebuild(result, out)))
        .isEqualTo(
            """
            Read of the last 6h: 1,200 order_events, 98,765 dasher_pings
                     to show  written  as new there  refused
            orders        40       30            10        0
            dashers        7        7             0        0
            supply         2        1             1        0
            """);
  }

  @Test
  void namesWhatIsWrongAndWhatMendsIt() throws Exception {
    JsonNode result =
        json(
            """
            {"ok": false, "since_seconds": 3600, "read": {},
              "orders": {"equal": 3, "missing": 1, "unknown": 1, "examples": [
                {"key": "eta:{m:1}", "verdict": "missing"},
                {"key": "eta:{m:9}", "verdict": "unknown"}]},
              "dashers": {"newer": 2, "examples": []},
              "supply": {"older": 1, "examples": [
                {"key": "supply:m", "verdict": "older"}]}}""");

    assertThat(printed(out -> RedisTables.compare(result, out)))
        .contains("missing  eta:{m:1}", "unknown  eta:{m:9}", "older    supply:m")
        .contains("./freshet redis rebuild");
  }

  @Test
  void saysThatNothingLacksAndWhatWasWritten() throws Exception {
    JsonNode result =
        json(
            """
            {"ok": true, "since_seconds": 3600, "read": {}, "repaired": 2,
              "orders": {"equal": 3}, "dashers": {"equal": 2}}""");

    assertThat(printed(out -> RedisTables.compare(result, out)))
        .contains("Written  2", "Redis lacks nothing that its sources have");
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  private static String printed(Consumer<PrintWriter> printer) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    printer.accept(out);
    out.flush();

    return text.toString();
  }
}
