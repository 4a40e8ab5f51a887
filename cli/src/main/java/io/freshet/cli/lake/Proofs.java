package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.Baseline;
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
import io.freshet.core.lake.TableLayout;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Catalog;

/** Proves tables and shows what came out: as a table, as JSON, as receipts. */
public final class Proofs {
  private static final String DEAD_LETTERS = Contracts.DEAD_LETTERS;

  private final Workspace workspace;

  public Proofs(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Proofs of the named contracts' tables with their receipts, by name; all of each is read. */
  public Map<Proof, Path> prove(List<Contract> proved, Depth depth) throws Exception {
    return prove(proved, depth, From.BEGINNING);
  }

  /** Where a proof begins. */
  enum From {
    BEGINNING,
    /** Where the newest receipt of a proof ends, for tables of streams. */
    NEWEST_RECEIPT
  }

  Map<Proof, Path> prove(List<Contract> proved, Depth depth, From from) throws Exception {
    Contracts contracts = workspace.contracts();
    Map<Proof, Path> proofs = new TreeMap<>(Comparator.comparing(Proof::table));
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka().bootstrap())) {
      StreamProver streams = new StreamProver(catalog, log, contracts.require(DEAD_LETTERS));
      Receipts receipts = new Receipts(workspace.receipts());
      for (Contract contract : proved) {
        Optional<Baseline> since =
            from == From.NEWEST_RECEIPT
                ? receipts.newest(TableLayout.name(contract).toString())
                : Optional.empty();
        Proof proof =
            isStream(contract)
                ? streams.prove(contract, depth, since)
                : prove(contract, contracts, catalog);
        Path file = receipts.file(proof);
        receipts.write(file, json(proof, file), proof);
        proofs.put(proof, file);
      }
    }

    return proofs;
  }

  private static Proof prove(Contract contract, Contracts contracts, Catalog catalog) {
    return contract.name().equals(DEAD_LETTERS)
        ? new DeadLetterProver(catalog).prove(contract, streamTables(contracts))
        : new DerivedProver(catalog).prove(contract, contracts);
  }

  private static boolean isStream(Contract contract) {
    return contract.kind() != Contract.Kind.DERIVED && !contract.name().equals(DEAD_LETTERS);
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
