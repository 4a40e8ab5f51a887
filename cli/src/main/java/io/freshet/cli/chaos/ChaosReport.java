package io.freshet.cli.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.chaos.Schedule;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.lake.ProofTable;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run of chaos has come to: for people, and as the receipt. Filled step by step. */
final class ChaosReport {
  private final Schedule schedule;
  private final String replay;
  private final List<String> failures = new ArrayList<>();
  private List<Struck> struck = List.of();
  private int restarts;
  private long events;
  private int sendersGivenUp;
  private Duration longestStaleness = Duration.ZERO;
  private Map<Proof, Path> proofs = Map.of();
  private Optional<OrderAudit> orders = Optional.empty();
  private Optional<JsonNode> redis = Optional.empty();

  /**
   * @param replay the command that lets the same happen again
   */
  ChaosReport(Schedule schedule, String replay) {
    this.schedule = schedule;
    this.replay = replay;
  }

  void struck(List<Struck> all) {
    struck = List.copyOf(all);
    if (all.stream().noneMatch(each -> each.outcome().hasHappened())) {
      failures.add("No fault was done: nothing is shown by that");
    }
    all.stream()
        .filter(each -> each.outcome() == Struck.Outcome.NOT_UNDONE)
        .forEach(
            each ->
                failures.add(
                    "Fault %d, %s, could not be undone: %s"
                        .formatted(
                            each.fault().number(), each.fault().kind().name(), each.detail())));
  }

  void traffic(long acknowledged, int givenUp, int processesRestarted, Duration staleness) {
    events = acknowledged;
    sendersGivenUp = givenUp;
    restarts = processesRestarted;
    longestStaleness = staleness;
    if (acknowledged == 0) {
      failures.add("No event was sent: nothing is proved by that");
    }
  }

  void proofs(Map<Proof, Path> all) {
    proofs = all;
    if (all.isEmpty()) {
      failures.add("No table was proved: there is none");
    }
    all.keySet().stream()
        .filter(proof -> !proof.ok())
        .forEach(
            proof ->
                failures.add(
                    "%s is not proved: %d missing, %d doubled%s"
                        .formatted(
                            proof.table(),
                            proof.totals().missing(),
                            proof.totals().doubled(),
                            proof.findings().isEmpty() ? "" : "; " + proof.findings().get(0))));
  }

  void orders(OrderAudit audit) {
    orders = Optional.of(audit);
    failures.addAll(audit.findings());
  }

  void redis(JsonNode compared) {
    redis = Optional.of(compared);
    if (!compared.path("ok").asBoolean()) {
      failures.add(
          compared.has("failure")
              ? "Redis could not be compared: " + compared.path("failure").asText()
              : "Redis lacks some of what its sources have");
    }
  }

  void failed(String what) {
    failures.add(what);
  }

  boolean ok() {
    return failures.isEmpty();
  }

  private long rowsProved() {
    return proofs.keySet().stream()
        .filter(Proof::ok)
        .mapToLong(proof -> proof.totals().found())
        .sum();
  }

  private Map<String, Map<Struck.Outcome, Integer>> byKind() {
    Map<String, Map<Struck.Outcome, Integer>> kinds = new TreeMap<>();
    struck.forEach(
        each ->
            kinds
                .computeIfAbsent(each.fault().kind().name(), kind -> new TreeMap<>())
                .merge(each.outcome(), 1, Integer::sum));

    return kinds;
  }

  /** In the shape of all results: {@code ok} first, units in the names. */
  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok());
    root.put("seed", schedule.seed());
    root.put("duration_seconds", Amounts.seconds(schedule.duration()));
    root.put("replay", replay);
    ObjectNode kinds = root.putObject("faults_by_kind");
    byKind()
        .forEach(
            (kind, outcomes) -> {
              ObjectNode node = kinds.putObject(kind);
              outcomes.forEach(
                  (outcome, count) -> node.put(outcome.name().toLowerCase(Locale.ROOT), count));
            });
    ArrayNode faults = root.putArray("faults");
    struck.forEach(each -> faults.add(json(each)));
    root.put("events", events);
    root.put("senders_given_up", sendersGivenUp);
    root.put("processes_restarted", restarts);
    root.put("longest_staleness_seconds", Amounts.seconds(longestStaleness));
    root.put("rows_proved", rowsProved());
    root.set("tables", ProofTable.json(proofs).path("tables"));
    orders.ifPresent(
        audit ->
            root.putObject("orders")
                .put("steps_answered", audit.answered().size())
                .put("steps_kept", audit.rows().size())
                .put("events", audit.events().size()));
    redis.ifPresent(compared -> root.set("redis", compared));
    ArrayNode failed = root.putArray("failures");
    failures.forEach(failed::add);

    return root;
  }

  private static ObjectNode json(Struck each) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("number", each.fault().number())
            .put("kind", each.fault().kind().name())
            .put("outcome", each.outcome().name().toLowerCase(Locale.ROOT))
            .put("began_seconds", Amounts.seconds(each.began()))
            .put("lasted_seconds", Amounts.seconds(each.lasted()));
    if (!each.detail().isEmpty()) {
      node.put("detail", each.detail());
    }

    return node;
  }

  void print(PrintWriter out) {
    out.println();
    TextTable table = new TextTable("fault", "done", "skipped", "not reached", "not undone");
    byKind()
        .forEach(
            (kind, outcomes) ->
                table.row(
                    kind,
                    outcomes.getOrDefault(Struck.Outcome.DONE, 0),
                    outcomes.getOrDefault(Struck.Outcome.SKIPPED, 0),
                    outcomes.getOrDefault(Struck.Outcome.NOT_REACHED, 0),
                    outcomes.getOrDefault(Struck.Outcome.NOT_UNDONE, 0)));
    table.print(out);
    out.println();
    ProofTable.print(proofs, out);
    out.println();
    out.printf(
        "%s faults of %d kinds; %d processes were started again%n",
        Amounts.count(done()), doneKinds(), restarts);
    out.printf(
        "%s events sent, %d senders gave up; the stalest table was %s old%n",
        Amounts.count(events), sendersGivenUp, Amounts.age(longestStaleness));
    orders.ifPresent(
        audit ->
            out.printf(
                "%s steps of orders answered, %s in Postgres, %s events of them%n",
                Amounts.count(audit.answered().size()),
                Amounts.count(audit.rows().size()),
                Amounts.count(audit.events().size())));
    redis.ifPresent(
        compared ->
            out.println(
                compared.path("ok").asBoolean()
                    ? "Redis lacks nothing that its sources have"
                    : "Redis: " + compared));
    out.printf("%s rows proved%n", Amounts.count(rowsProved()));
    failures.forEach(failure -> out.println("FAILED  " + failure));
    if (!ok()) {
      out.println("The same faults again:  " + replay);
    }
    out.flush();
  }

  private long done() {
    return struck.stream().filter(each -> each.outcome() == Struck.Outcome.DONE).count();
  }

  private long doneKinds() {
    return struck.stream()
        .filter(each -> each.outcome() == Struck.Outcome.DONE)
        .map(each -> each.fault().kind().name())
        .distinct()
        .count();
  }
}
