package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What proofs say, for people and for machines. */
public final class ProofTable {
  private static final Set<Proof.State> MENDABLE =
      EnumSet.of(Proof.State.MISSING, Proof.State.DOUBLED, Proof.State.ALTERED);
  private static final int TOLD_STRETCHES = 10;

  private ProofTable() {}

  public static void print(Map<Proof, Path> proofs, PrintWriter out) {
    TextTable table =
        new TextTable(
            "table",
            "expected",
            "found",
            "missing",
            "doubled",
            "dead letters",
            "tests",
            "pending",
            "");
    proofs
        .keySet()
        .forEach(
            proof ->
                table.row(
                    proof.table(),
                    Amounts.count(proof.totals().expected()),
                    Amounts.count(proof.totals().found()),
                    Amounts.count(proof.totals().missing()),
                    Amounts.count(proof.totals().doubled()),
                    Amounts.count(proof.totals().deadLettered()),
                    Amounts.count(proof.totals().excluded()),
                    Amounts.count(proof.pending()),
                    verdict(proof)));
    table.print(out);
    proofs.keySet().stream()
        .filter(proof -> proof.intake().accepted() > 0)
        .forEach(proof -> out.println(intake(proof)));
    proofs.keySet().forEach(proof -> proof.findings().forEach(out::println));
    proofs.keySet().stream()
        .map(ProofTable::remedy)
        .flatMap(Optional::stream)
        .forEach(out::println);
  }

  /** What brings rows back that are missing, doubled or altered; ask for its plan first. */
  static Optional<String> remedy(Proof proof) {
    List<Proof.Stretch> spoilt =
        proof.ranges().stream().filter(range -> MENDABLE.contains(range.state())).toList();
    if (spoilt.isEmpty()) {
      return Optional.empty();
    }
    String offsets =
        spoilt.stream()
            .limit(TOLD_STRETCHES)
            .map(range -> "%d:%d-%d".formatted(range.partition(), range.from(), range.to()))
            .collect(Collectors.joining(","));

    return Optional.of(
        "What Kafka still has of it comes back by: ./freshet repair %s --offsets %s%s"
            .formatted(
                proof.table(),
                offsets,
                spoilt.size() > TOLD_STRETCHES
                    ? " (and %d more)".formatted(spoilt.size() - TOLD_STRETCHES)
                    : ""));
  }

  private static String intake(Proof proof) {
    long lost = proof.intake().lostBeforeLog();

    return "%s: gateways accepted %s events; the log %s of them"
        .formatted(
            proof.table(),
            Amounts.count(proof.intake().accepted()),
            lost == 0 ? "has had all" : "never had " + Amounts.count(lost));
  }

  private static String verdict(Proof proof) {
    if (!proof.ok()) {
      return "NOT PROVED";
    }
    long stale = proof.days().stream().filter(day -> day.state() == Proof.State.STALE).count();

    return stale == 0
        ? "proved"
            + values(proof)
            + (proof.scope().since().isPresent() ? ", since the last proof" : "")
        : "proved; the inputs of %d %s have moved on since"
            .formatted(stale, stale == 1 ? "day" : "days");
  }

  private static String values(Proof proof) {
    long proved = proof.scope().valuesProved();
    if (proved == 0) {
      return "";
    }

    return proved == proof.totals().found()
        ? ", values too"
        : ", the values of %s rows too".formatted(Amounts.count(proved));
  }

  /** The shape that design.md fixes for {@code prove}. */
  public static ObjectNode json(Map<Proof, Path> proofs) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", proofs.keySet().stream().allMatch(Proof::ok));
    ArrayNode tables = root.putArray("tables");
    proofs.forEach((proof, receipt) -> tables.add(json(proof, receipt)));

    return root;
  }

  static ObjectNode json(Proof proof, Path receipt) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("table", proof.table())
            .put("kind", proof.kind().name().toLowerCase(Locale.ROOT))
            .put("ok", proof.ok())
            .put("expected", proof.totals().expected())
            .put("found", proof.totals().found())
            .put("missing", proof.totals().missing())
            .put("doubled", proof.totals().doubled())
            .put("dead_lettered", proof.totals().deadLettered())
            .put("excluded", proof.totals().excluded())
            .put("removed", proof.totals().removed())
            .put("pending", proof.pending())
            .put("accepted", proof.intake().accepted())
            .put("lost_before_log", proof.intake().lostBeforeLog())
            .put("values_proved", proof.scope().valuesProved());
    proof.scope().since().ifPresent(baseline -> node.put("since_snapshot", baseline.snapshot()));
    ArrayNode ranges = node.putArray("ranges");
    for (Proof.Stretch stretch : proof.ranges()) {
      ranges
          .addObject()
          .put("source", stretch.source())
          .put("partition", stretch.partition())
          .put("from", stretch.from())
          .put("to", stretch.to())
          .put("state", stretch.state().name().toLowerCase(Locale.ROOT))
          .put("records", stretch.records());
    }
    for (Proof.Day day : proof.days()) {
      ranges
          .addObject()
          .put("day", day.day().toString())
          .put("state", day.state().name().toLowerCase(Locale.ROOT))
          .put("records", day.records());
    }
    ArrayNode findings = node.putArray("findings");
    proof.findings().forEach(findings::add);

    return node.put("receipt", receipt.toString());
  }
}
