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

  /** Of one stream: how long each step took, and how many were not in the table in time. */
  private static final class Waits {
    private final Duration budget;
    private final List<Duration> toAnswer = new ArrayList<>();
    private final List<Duration> toLog = new ArrayList<>();
    private final List<Duration> inTime = new ArrayList<>();
    private long late;

    Waits(Duration budget) {
      this.budget = budget;
    }

    void add(Probed probed) {
      probed.toAnswer().ifPresent(toAnswer::add);
      toLog.add(probed.toLog());
      probed.toTable().ifPresentOrElse(inTime::add, () -> late++);
    }

    long sent() {
      return inTime.size() + late;
    }

    /** Empty where that one was late. */
    Optional<Duration> toTable(double share) {
      return rank(inTime, sent(), share);
    }
  }

  /** Nearest rank among so many, of which the longest are not known; empty where it is of those. */
  private static Optional<Duration> rank(List<Duration> known, long all, double share) {
    int rank = (int) Math.ceil(share * all);

    return rank > known.size()
        ? Optional.empty()
        : Optional.of(known.stream().sorted().toList().get(rank - 1));
  }

  void add(Probed probed) {
    empty.remove(probed.stream());
    streams.computeIfAbsent(probed.stream(), first -> new Waits(probed.budget())).add(probed);
  }

  /** A stream that has nothing to copy. */
  void addEmpty(String stream) {
    empty.add(stream);
  }

  /** An event that did not get into the log: Kafka, the gateway or what is around them is away. */
  void addFailure() {
    failures++;
  }

  /** Whether something was measured, and all of it came in time. */
  boolean ok() {
    return !streams.isEmpty()
        && failures == 0
        && streams.values().stream().allMatch(waits -> waits.late == 0);
  }

  /** Where a gateway has answered, also how long that and the log took. */
  void print(PrintWriter out) {
    boolean hasAnswers = streams.values().stream().anyMatch(waits -> !waits.toAnswer.isEmpty());
    List<String> header = new ArrayList<>(List.of("stream", "sent", "late"));
    if (hasAnswers) {
      header.addAll(List.of("answer p95", "log p95"));
    }
    header.addAll(List.of("p50", "p95", "longest", "budget"));
    TextTable text = new TextTable(header);
    streams.forEach((stream, waits) -> text.row(cells(stream, waits, hasAnswers)));
    text.print(out);
    empty.forEach(stream -> out.println(stream + ": no event to copy, so nothing was sent"));
  }

  private static Object[] cells(String stream, Waits waits, boolean hasAnswers) {
    List<Object> cells =
        new ArrayList<>(List.of(stream, Amounts.count(waits.sent()), Amounts.count(waits.late)));
    if (hasAnswers) {
      cells.addAll(List.of(millis(waits.toAnswer), millis(waits.toLog)));
    }
    cells.addAll(
        List.of(age(waits, 0.5), age(waits, 0.95), age(waits, 1), Amounts.age(waits.budget)));

    return cells.toArray();
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
          if (!waits.toAnswer.isEmpty()) {
            percentiles(node.putObject("to_answer_seconds"), waits.toAnswer, waits.sent());
          }
          percentiles(node.putObject("to_log_seconds"), waits.toLog, waits.sent());
          percentiles(node.putObject("to_table_seconds"), waits.inTime, waits.sent());
        });
    ArrayNode without = root.putArray("without_events");
    empty.forEach(without::add);

    return root.put("failures", failures);
  }

  /** Null where it is not known. */
  private static void percentiles(ObjectNode node, List<Duration> known, long all) {
    node.put("p50", seconds(known, all, 0.5))
        .put("p95", seconds(known, all, 0.95))
        .put("max", seconds(known, all, 1));
  }

  private static Double seconds(List<Duration> known, long all, double share) {
    return rank(known, all, share).map(Amounts::seconds).orElse(null);
  }

  private static String millis(List<Duration> known) {
    return rank(known, known.size(), 0.95)
        .map(wait -> Amounts.count(wait.toMillis()) + " ms")
        .orElse("");
  }

  private static String age(Waits waits, double share) {
    return waits.toTable(share).map(Amounts::age).orElse("> " + Amounts.age(waits.budget));
  }
}
