package io.freshet.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Failures;
import io.freshet.cli.lake.FreshnessTable;
import io.freshet.cli.lake.ProofTable;
import io.freshet.cli.output.Amounts;
import io.freshet.simulator.replay.EtaAccuracy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What a demo or a replay found, in the shape that design.md fixes. */
final class StoryResult {
  private static final double LEAST_PREDICTED = 0.95;

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final List<String> failures = new ArrayList<>();

  StoryResult() {
    root.put("ok", false);
  }

  void seconds(Duration start, Optional<Duration> firstEta, Duration total) {
    root.putObject("seconds")
        .put("start", Amounts.seconds(start))
        .put("first_eta", firstEta.map(Amounts::seconds).orElse(null))
        .put("total", Amounts.seconds(total));
    if (firstEta.isEmpty()) {
      failures.add("No order had an ETA");
    }
  }

  void events(long events, double perSecond) {
    root.put("events", events).put("events_per_second", Math.round(perSecond));
  }

  /** How often something was killed on the way. */
  void faults(int faults) {
    root.put("faults", faults);
  }

  void proofs(Map<Proof, Path> proofs) {
    root.set("tables", ProofTable.json(proofs).path("tables"));
    proofs.keySet().stream()
        .filter(proof -> !proof.ok())
        .forEach(proof -> failures.add("%s is not proved".formatted(proof.table())));
  }

  /**
   * Each contract must have got exactly what was sent.
   *
   * @param before how many had arrived when the sending began
   */
  void compare(Map<String, Long> sent, Map<String, Long> before, Map<Proof, Path> proofs) {
    for (Map.Entry<String, Long> entry : sent.entrySet()) {
      long held =
          proofs.keySet().stream()
              .filter(proof -> proof.table().endsWith("." + entry.getKey()))
              .mapToLong(proof -> proof.totals().found() + proof.totals().deadLettered())
              .sum();
      long arrived = held - before.getOrDefault(entry.getKey(), 0L);
      if (arrived != entry.getValue()) {
        failures.add(
            "%d events of %s were sent, %d arrived"
                .formatted(entry.getValue(), entry.getKey(), arrived));
      }
    }
  }

  void freshness(List<Freshness> tables) {
    root.set("freshness", FreshnessTable.json(tables).path("tables"));
    tables.stream()
        .filter(table -> table.verdict() == Freshness.Verdict.LATE)
        .forEach(table -> failures.add("%s is late".formatted(table.table())));
  }

  void predictions(long predictions) {
    root.putObject("eta")
        .put("predictions", predictions)
        .putNull("mae_seconds")
        .putNull("baseline_mae_seconds");
  }

  /** Predictions that were held against recorded arrivals. */
  void predictions(long predictions, EtaAccuracy.Result measured) {
    EtaAccuracy.Measured atPickup = measured.atPickup();
    ObjectNode eta = root.putObject("eta");
    eta.put("predictions", predictions)
        .put("mae_seconds", known(atPickup.maeSeconds()))
        .put("baseline_mae_seconds", known(measured.baselineMaeSeconds()))
        .put("in_time_share", known(atPickup.inTime()))
        .put("trips_judged", measured.judged())
        .put("trips_predicted", atPickup.predictions());
    put(measured.atPings(), eta.putObject("at_pings"));
    put(measured.untilDrop(), eta.putObject("until_drop"));
    measured.predictors().forEach(eta.putObject("predictions_by")::put);
    if (atPickup.predictions() < LEAST_PREDICTED * measured.judged()) {
      failures.add(
          "Only %d of %d trips had an ETA at pickup"
              .formatted(atPickup.predictions(), measured.judged()));
    }
  }

  private static void put(EtaAccuracy.Measured measured, ObjectNode into) {
    into.put("predictions", measured.predictions())
        .put("mae_seconds", known(measured.maeSeconds()))
        .put("in_time_share", known(measured.inTime()));
  }

  private static Double known(double figure) {
    return Double.isNaN(figure) ? null : Double.valueOf(figure);
  }

  void part(String name, JsonNode result) {
    root.set(name, result);
    if (!result.path("ok").asBoolean(true)) {
      failures.add("%s did not hold".formatted(name));
    }
  }

  /** The figures in a few lines. */
  List<String> summary() {
    JsonNode seconds = root.path("seconds");
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s events at %s/s; up after %s s, first ETA after %s s; %s ETA predictions"
            .formatted(
                Amounts.count(root.path("events").asLong()),
                Amounts.count(root.path("events_per_second").asLong()),
                Math.round(seconds.path("start").asDouble()),
                Math.round(seconds.path("first_eta").asDouble()),
                Amounts.count(root.path("eta").path("predictions").asLong())));
    lines.add(
        "%d tables proved, %d late"
            .formatted(
                count(root.path("tables"), table -> table.path("ok").asBoolean()),
                count(
                    root.path("freshness"),
                    table -> table.path("verdict").asText().equals("late"))));

    return lines;
  }

  private static int count(JsonNode nodes, Predicate<JsonNode> wanted) {
    int count = 0;
    for (JsonNode node : nodes) {
      count += wanted.test(node) ? 1 : 0;
    }

    return count;
  }

  void failed(String why) {
    failures.add(why);
  }

  /** What cut the story short. Ctrl-C has done its part then: the result must still be written. */
  void failed(Exception failure) {
    Thread.interrupted();
    failed(Failures.line(failure));
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  ObjectNode json() {
    if (!failures.isEmpty()) {
      failures.forEach(root.putArray("failures")::add);
    }

    return root.put("ok", failures.isEmpty());
  }
}
