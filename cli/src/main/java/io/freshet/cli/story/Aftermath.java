package io.freshet.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobTables;
import io.freshet.cli.job.Jobs;
import io.freshet.cli.lake.FreshnessTable;
import io.freshet.cli.lake.ProofRequest;
import io.freshet.cli.lake.ProofTable;
import io.freshet.cli.lake.Proofs;
import io.freshet.cli.lake.TrinoTables;
import io.freshet.cli.output.Amounts;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What follows once the events have arrived: nightly, maintenance, questions, proofs. */
final class Aftermath {
  /** What marts show of the same days. */
  private static final List<String> OTHER_NIGHTLIES = List.of("eta_accuracy");

  private final Workspace workspace;
  private final PrintWriter out;

  Aftermath(Workspace workspace, PrintWriter out) {
    this.workspace = workspace;
    this.out = out;
  }

  /** Every local day of the pings that were received since then. */
  JsonNode nightly(Instant since) throws Exception {
    List<LocalDate> days;
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      days =
          trino.ask(Questions.localDays(since)).rows().stream()
              .map(row -> LocalDate.parse(row.get(0).toString()))
              .toList();
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode done = result.putArray("days");
    out.printf("Nightly for %d local days%n", days.size());
    out.flush();
    Jobs jobs = new Jobs(workspace);
    ObjectNode others = result.putObject("others");
    for (DayRange range : DayRange.covering(days)) {
      JsonNode part = jobs.nightly("dasher_efficiency", range.first(), range.last());
      part.path("days").forEach(done::add);
      for (String job : OTHER_NIGHTLIES) {
        jobs.nightly(job, range.first(), range.last())
            .path("days")
            .forEach(day -> others.withArray(job).add(day));
      }
    }
    JobTables.nightly(result, out);
    others.properties().forEach(job -> tellRows(job.getKey(), job.getValue()));

    return result;
  }

  private void tellRows(String job, JsonNode days) {
    long rows = 0;
    for (JsonNode day : days) {
      rows += day.path("rows").asLong();
    }
    out.printf("%s: %s rows of the same days%n", job, Amounts.count(rows));
    out.flush();
  }

  JsonNode maintain() throws Exception {
    out.println();
    out.println("Maintenance of all tables, beside the running writer");
    out.flush();
    JsonNode result = new Jobs(workspace).maintainEagerly();
    JobTables.receipt(result.path("receipt"), out);

    return result;
  }

  void ask(Map<String, String> questions) throws Exception {
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      for (Map.Entry<String, String> question : questions.entrySet()) {
        out.println();
        out.println(question.getKey());
        TrinoTables.print(trino.ask(question.getValue()), out);
      }
    }
    out.flush();
  }

  Map<Proof, Path> prove() throws Exception {
    out.println();
    Map<Proof, Path> proofs =
        new Proofs(workspace).prove(Proofs.provable(workspace.contracts()), ProofRequest.DEEP);
    ProofTable.print(proofs, out);
    out.flush();

    return proofs;
  }

  List<Freshness> freshness() throws Exception {
    out.println();
    List<Freshness> tables = FreshnessTable.read(workspace);
    FreshnessTable.print(tables, out);
    out.flush();

    return tables;
  }
}
