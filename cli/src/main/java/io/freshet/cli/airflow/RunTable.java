package io.freshet.cli.airflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.orchestration.airflow.DagRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs of DAGs, for people and as JSON. */
final class RunTable {
  private RunTable() {}

  static void print(List<DagRun> runs, PrintWriter out) {
    TextTable table = new TextTable("run", "day", "state", "started", "took");
    for (DagRun run : runs) {
      table.row(
          run.id(),
          run.day().orElse(""),
          run.state().name().toLowerCase(Locale.ROOT),
          run.startedAt().map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString()).orElse("-"),
          duration(run).map(Amounts::age).orElse(""));
    }
    table.print(out);
  }

  static ObjectNode json(List<DagRun> runs, boolean ok) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok);
    ArrayNode array = root.putArray("runs");
    runs.forEach(run -> array.add(json(run)));

    return root;
  }

  static ObjectNode json(DagRun run) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("dag", run.dag())
            .put("run", run.id())
            .put("day", run.day().orElse(null))
            .put("state", run.state().name().toLowerCase(Locale.ROOT))
            .put("queued_at", run.queuedAt().map(Instant::toString).orElse(null))
            .put("started_at", run.startedAt().map(Instant::toString).orElse(null))
            .put("ended_at", run.endedAt().map(Instant::toString).orElse(null));

    return node.put("seconds", duration(run).map(Amounts::seconds).orElse(null));
  }

  private static Optional<Duration> duration(DagRun run) {
    return run.startedAt().flatMap(start -> run.endedAt().map(end -> Duration.between(start, end)));
  }
}
