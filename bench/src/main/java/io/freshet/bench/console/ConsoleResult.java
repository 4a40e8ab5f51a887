package io.freshet.bench.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long pages take, of a large installation. */
public record ConsoleResult(Machine machine, ConsoleBench.Plan plan, Held held, List<Page> runs)
    implements BenchOutcome {
  /** In which a page is to be there. */
  public static final int PROMISED_MILLIS = 200;

  public ConsoleResult {
    runs = List.copyOf(runs);
  }

  /**
   * What the console's process took.
   *
   * @param roundSeconds from its start until it had measured all tables
   * @param peakMegabytes resident, at its most
   */
  public record Held(double roundSeconds, long peakMegabytes) {}

  /**
   * One page.
   *
   * @param isPromised whether people look at it
   * @param maxMillis of the slowest answer
   * @param bytes of the largest one
   * @param failed answers other than 200
   */
  public record Page(
      String name,
      boolean isPromised,
      long requests,
      Latency latency,
      double maxMillis,
      long bytes,
      int failed) {
    public boolean isTooSlow() {
      return isPromised && latency.p99() > PROMISED_MILLIS;
    }

    private ObjectNode json() {
      ObjectNode node =
          JsonNodeFactory.instance
              .objectNode()
              .put("name", name)
              .put("peer", false)
              .put("operations", requests)
              .put("promised", isPromised)
              .put("max_ms", maxMillis)
              .put("bytes", bytes)
              .put("failed", failed);
      node.set("latency_ms", latency.json());

      return node;
    }
  }

  @Override
  public String bench() {
    return "console";
  }

  @Override
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (Page page : runs) {
      if (page.failed() > 0) {
        findings.add(
            "%s: %d of %d answers were no page"
                .formatted(page.name(), page.failed(), page.requests()));
      }
      if (page.isTooSlow()) {
        findings.add(
            String.format(
                Locale.ROOT,
                "%s: one answer of a hundred took more than %.0f ms, and %d are promised",
                page.name(),
                page.latency().p99(),
                PROMISED_MILLIS));
      }
    }

    return List.copyOf(findings);
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("tables", plan.tables())
        .put("late", plan.late())
        .put("files", plan.files())
        .put("browsers", plan.browsers())
        .put("promised_ms", PROMISED_MILLIS)
        .put("round_seconds", Math.round(held.roundSeconds() * 10) / 10.0)
        .put("peak_rss_mb", held.peakMegabytes());
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(run.json()));
  }
}
