package io.freshet.cli.probe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.probe.Probed;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of all test events of a run, by stream. Not thread-safe. */
final class ProbeReport {
  private final Map<String, Waits> streams = new TreeMap<>();
  private final Set<String> empty = new TreeSet<>();
  private long failures;

  /** Of one stream: how long those that came in time took, and how many did not. */
  private static final class Waits {
    private final Duration budget;
    private final List<Duration> inTime = new ArrayList<>();
    private long late;

    Waits(Duration budget) {
      this.budget = budget;
    }

    long sent() {
      return inTime.size() + late;
    }

    /** Nearest rank; empty where that one was late. */
    Optional<Duration> rank(double share) {
      int rank = (int) Math.ceil(share * sent());

      return rank > inTime.size()
          ? Optional.empty()
          : Optional.of(inTime.stream().sorted().toList().get(rank - 1));
    }
  }

  void add(Probed probed) {
    empty.remove(probed.stream());
    Waits waits = streams.computeIfAbsent(probed.stream(), first -> new Waits(probed.budget()));
    probed.toTable().ifPresentOrElse(waits.inTime::add, () -> waits.late++);
  }

  /** A stream that has nothing to copy. */
  void addEmpty(String stream) {
    empty.add(stream);
  }

  /** Kafka or what is around it did not answer. */
  void addFailure() {
    failures++;
  }

  /** Whether something was measured, and all of it came in time. */
  boolean ok() {
    return !streams.isEmpty()
        && failures == 0
        && streams.values().stream().allMatch(waits -> waits.late == 0);
  }

  void print(PrintWriter out) {
    TextTable text = new TextTable("stream", "sent", "late", "p50", "p95", "longest", "budget");
    streams.forEach(
        (stream, waits) ->
            text.row(
                stream,
                Amounts.count(waits.sent()),
                Amounts.count(waits.late),
                age(waits, 0.5),
                age(waits, 0.95),
                age(waits, 1),
                Amounts.age(waits.budget)));
    text.print(out);
    empty.forEach(stream -> out.println(stream + ": no event to copy, so nothing was sent"));
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok());
    ArrayNode array = root.putArray("streams");
    streams.forEach(
        (stream, waits) -> {
          ObjectNode node =
              array
                  .addObject()
                  .put("stream", stream)
                  .put("sent", waits.sent())
                  .put("late", waits.late)
                  .put("budget_seconds", Amounts.seconds(waits.budget));
          node.putObject("to_table_seconds")
              .put("p50", seconds(waits, 0.5))
              .put("p95", seconds(waits, 0.95))
              .put("max", seconds(waits, 1));
        });
    ArrayNode without = root.putArray("without_events");
    empty.forEach(without::add);

    return root.put("failures", failures);
  }

  private static String age(Waits waits, double share) {
    return waits.rank(share).map(Amounts::age).orElse("> " + Amounts.age(waits.budget));
  }

  /** Null where it was late. */
  private static Double seconds(Waits waits, double share) {
    return waits.rank(share).map(Amounts::seconds).orElse(null);
  }
}
