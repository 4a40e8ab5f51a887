package io.freshet.bench.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.BenchOutcome;
import io.freshet.bench.Machine;
import io.freshet.testing.fuzz.Finding;
import io.freshet.testing.fuzz.Finding.Kind;
import io.freshet.testing.fuzz.FuzzReport;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What each door answered. */
public record FuzzResult(Machine machine, long seed, List<Tried> tried) implements BenchOutcome {
  // Caches fill and code is compiled; what grows with requests would be far beyond.
  private static final long GROWTH_MEGABYTES = 64;

  public FuzzResult {
    tried = List.copyOf(tried);
  }

  /**
   * One door.
   *
   * @param heapBefore megabytes once garbage is gone; empty where nobody knows
   */
  public record Tried(FuzzReport report, OptionalLong heapBefore, OptionalLong heapAfter) {
    private boolean hasGrown() {
      return heapBefore.isPresent()
          && heapAfter.isPresent()
          && heapAfter.getAsLong() > heapBefore.getAsLong() + GROWTH_MEGABYTES;
    }
  }

  @Override
  public String bench() {
    return "fuzz";
  }

  @Override
  public List<String> findings() {
    List<String> all = new ArrayList<>();
    for (Tried each : tried) {
      String door = each.report().door();
      for (Finding finding : each.report().findings()) {
        all.add("%s, %s".formatted(door, finding));
      }
      if (each.hasGrown()) {
        all.add(
            "%s, heap: %d MB before and %d MB after"
                .formatted(door, each.heapBefore().getAsLong(), each.heapAfter().getAsLong()));
      }
    }

    return List.copyOf(all);
  }

  @Override
  public void describe(ObjectNode root) {
    root.put("seed", seed);
    ArrayNode runs = root.putArray("runs");
    for (Tried each : tried) {
      FuzzReport report = each.report();
      ObjectNode run =
          runs.addObject()
              .put("name", report.door())
              .put("peer", false)
              .put("operations", report.requests())
              .put("wall_seconds", report.seconds())
              .put("server_errors", report.answers(500, 599))
              .put("server_errors_of_ours", report.count(Kind.SERVER_ERROR))
              .put("hangs", report.count(Kind.HANG))
              .put("slowest_ms", report.slowestMillis());
      each.heapBefore().ifPresent(used -> run.put("heap_before_mb", used));
      each.heapAfter().ifPresent(used -> run.put("heap_after_mb", used));
      ObjectNode statuses = run.putObject("statuses");
      new TreeMap<>(report.byStatus())
          .forEach((status, count) -> statuses.put(Integer.toString(status), count));
    }
  }

  /** For people. */
  public void print(PrintWriter out) {
    out.printf(
        "%-8s %9s %6s %6s %6s %7s %6s %6s %9s %6s%n",
        "door", "requests", "2xx", "4xx", "5xx", "closed", "hangs", "wrong", "slowest", "s");
    for (Tried each : tried) {
      FuzzReport report = each.report();
      out.printf(
          Locale.ROOT,
          "%-8s %,9d %6d %6d %6d %7d %6d %6d %6d ms %6.0f%s%n",
          report.door(),
          report.requests(),
          report.answers(100, 399),
          report.answers(400, 499),
          report.answers(500, 599),
          report.answers(0, 0),
          report.count(Kind.HANG),
          report.findings().size(),
          report.slowestMillis(),
          report.seconds(),
          heap(each));
    }
    out.printf("%nBy seed %d.%n", seed);
  }

  private static String heap(Tried each) {
    return each.heapBefore().isPresent() && each.heapAfter().isPresent()
        ? "  heap %d to %d MB"
            .formatted(each.heapBefore().getAsLong(), each.heapAfter().getAsLong())
        : "";
  }
}
