package io.freshet.cli.contract.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Who reads a contract's stream or table, as far as lineage knows. */
public final class Readership {
  private final FoundReaders found;
  private final Optional<String> unknown;

  private Readership(FoundReaders found, Optional<String> unknown) {
    this.found = found;
    this.unknown = unknown;
  }

  /** Asks for them; that nobody can be asked is only said. */
  public static Readership of(Workspace workspace, Contracts contracts, Contract contract) {
    return of(workspace, contracts, contract, Impact.BOTH);
  }

  /** The same of its table alone. */
  public static Readership ofTable(Workspace workspace, Contracts contracts, Contract contract) {
    return of(workspace, contracts, contract, Impact.TABLE_READERS);
  }

  private static Readership of(
      Workspace workspace, Contracts contracts, Contract contract, Impact impact) {
    ContractChange end =
        ContractChange.breaking(contract.name(), Optional.empty(), "ends", "", impact);
    try {
      LineageClient lineage = LineageClient.of(workspace.settings());

      return new Readership(new Readers(lineage, contracts).of(end, contract), Optional.empty());
    } catch (FreshetException e) {
      return new Readership(new FoundReaders(List.of(), false), Optional.of(e.getMessage()));
    }
  }

  /** How many there are; empty when nobody could be asked. */
  public OptionalInt count() {
    return unknown.isPresent() ? OptionalInt.empty() : OptionalInt.of(found.readers().size());
  }

  public void print(PrintWriter out) {
    if (unknown.isPresent()) {
      out.println("Who reads it is unknown: " + unknown.get());
    } else if (found.readers().isEmpty()) {
      out.println("Nobody has told of reading it");
    } else {
      out.println("Read by:");
      found.readers().forEach(reader -> out.println("    " + reader.text()));
    }
  }

  /** As the keys that a comparison has, too. */
  public void addTo(ObjectNode json) {
    json.put("readers_known", unknown.isEmpty()).put("reason", unknown.orElse(null));
    ArrayNode readers = json.putArray("readers");
    found.readers().forEach(reader -> reader.addTo(readers.addObject()));
  }
}
