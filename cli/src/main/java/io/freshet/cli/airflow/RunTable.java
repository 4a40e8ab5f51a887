package io.freshet.cli.airflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.orchestration.airflow.DagRun;
import io.freshet.orchestration.airflow.TaskRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs of DAGs and at which tasks they failed, for people and as JSON. */
final class RunTable {
  private final List<Row> rows = new ArrayList<>();

  private record Row(DagRun run, List<TaskRun> failed) {}

  /**
   * @param failed the tasks at which runs have failed, as far as they are known
   */
  RunTable(List<DagRun> runs, Map<DagRun, List<TaskRun>> failed) {
    runs.forEach(run -> rows.add(new Row(run, failed.getOrDefault(run, List.of()))));
  }

  void print(PrintWriter out) {
    TextTable table = new TextTable("run", "day", "state", "started", "took", "failed at");
    for (Row row : rows) {
      DagRun run = row.run();
      table.row(
          run.id(),
          run.day().orElse(""),
          run.state().name().toLowerCase(Locale.ROOT),
          run.startedAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-"),
          duration(run).map(Amounts::age).orElse(""),
          String.join(", ", row.failed().stream().map(RunTable::words).toList()));
    }
    table.print(out);
    rows.stream()
        .filter(row -> !row.failed().isEmpty())
        .findFirst()
        .ifPresent(row -> out.println("Why: " + why(row)));
  }

  /**
   * @param ok whether the command did what was asked for
   */
  ObjectNode json(boolean ok) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok);
    ArrayNode array = root.putArray("runs");
    for (Row row : rows) {
      ObjectNode node = json(row.run());
      ArrayNode failed = node.putArray("failed_tasks");
      for (TaskRun task : row.failed()) {
        failed.addObject().put("task", task.task()).put("attempt", task.attempt());
      }
      array.add(node);
    }

    return root;
  }

  static ObjectNode json(DagRun run) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("dag", run.dag())
        .put("run", run.id())
        .put("day", run.day().orElse(null))
        .put("state", run.state().name().toLowerCase(Locale.ROOT))
        .put("queued_at", run.queuedAt().map(Instant::toString).orElse(null))
        .put("started_at", run.startedAt().map(Instant::toString).orElse(null))
        .put("ended_at", run.endedAt().map(Instant::toString).orElse(null))
        .put("seconds", duration(run).map(Amounts::seconds).orElse(null));
  }

  private static String words(TaskRun task) {
    return task.attempt() > 1
        ? "%s, attempt %d".formatted(task.task(), task.attempt())
        : task.task();
  }

  private static String why(Row row) {
    return "./freshet airflow log %s %s --task %s"
        .formatted(row.run().dag(), row.run().id(), row.failed().get(0).task());
  }

  private static Optional<Duration> duration(DagRun run) {
    return run.startedAt().flatMap(start -> run.endedAt().map(end -> Duration.between(start, end)));
  }
}
