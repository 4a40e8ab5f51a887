package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.DeadLetterProver;
import io.freshet.assurance.prove.Depth;
import io.freshet.assurance.prove.DerivedProver;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.StreamProver;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Catalog;

/** Proves tables and shows what came out: as a table, as JSON, as receipts. */
public final class Proofs {
  private static final String DEAD_LETTERS = Contracts.DEAD_LETTERS;

  private final Workspace workspace;

  public Proofs(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Proofs of the named contracts' tables with their receipts, by name. */
  public Map<Proof, Path> prove(List<Contract> proved, Depth depth) throws Exception {
    Contracts contracts = workspace.contracts();
    Map<Proof, Path> proofs = new TreeMap<>(Comparator.comparing(Proof::table));
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka().bootstrap())) {
      StreamProver streams = new StreamProver(catalog, log, contracts.require(DEAD_LETTERS));
      for (Contract contract : proved) {
        Proof proof = prove(contract, contracts, catalog, streams, depth);
        proofs.put(proof, receipt(proof));
      }
    }

    return proofs;
  }

  private static Proof prove(
      Contract contract, Contracts contracts, Catalog catalog, StreamProver streams, Depth depth) {
    if (contract.name().equals(DEAD_LETTERS)) {
      return new DeadLetterProver(catalog).prove(contract, streamTables(contracts));
    }

    return contract.kind() == Contract.Kind.DERIVED
        ? new DerivedProver(catalog).prove(contract, contracts)
        : streams.prove(contract, depth);
  }

  /** Contracts whose tables are filled from their own stream, dead letters aside. */
  public static List<Contract> streamTables(Contracts contracts) {
    return contracts.all().stream()
        .filter(contract -> contract.stream().isPresent() && contract.table().isPresent())
        .filter(contract -> !contract.name().equals(DEAD_LETTERS))
        .toList();
  }

  /** Every contract that has a table: those of streams, dead letters, derived ones. */
  public static List<Contract> provable(Contracts contracts) {
    List<Contract> all = new ArrayList<>(streamTables(contracts));
    all.add(contracts.require(DEAD_LETTERS));
    contracts.all().stream()
        .filter(contract -> contract.kind() == Contract.Kind.DERIVED)
        .filter(contract -> contract.table().isPresent())
        .forEach(all::add);

    return all;
  }

  private Path receipt(Proof proof) throws IOException {
    Path folder = workspace.receipts();
    Files.createDirectories(folder);
    Path file =
        folder.resolve("prove-%s-%d.json".formatted(proof.table(), System.currentTimeMillis()));
    Files.writeString(file, json(proof, file).toPrettyString() + System.lineSeparator());

    return file;
  }

  public static void print(Map<Proof, Path> proofs, PrintWriter out) {
    TextTable table =
        new TextTable(
            "table", "expected", "found", "missing", "doubled", "dead letters", "pending", "");
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
                    Amounts.count(proof.pending()),
                    verdict(proof)));
    table.print(out);
    proofs.keySet().forEach(proof -> proof.findings().forEach(out::println));
  }

  private static String verdict(Proof proof) {
    if (!proof.ok()) {
      return "NOT PROVED";
    }
    if (proof.valuesProved() > 0) {
      return proof.valuesProved() == proof.totals().found()
          ? "proved, values too"
          : "proved; the values of %s rows too".formatted(Amounts.count(proof.valuesProved()));
    }
    long stale = proof.days().stream().filter(day -> day.state() == Proof.State.STALE).count();

    return stale == 0
        ? "proved"
        : "proved; the inputs of %d %s have moved on since"
            .formatted(stale, stale == 1 ? "day" : "days");
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

  private static ObjectNode json(Proof proof, Path receipt) {
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
            .put("values_proved", proof.valuesProved());
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
