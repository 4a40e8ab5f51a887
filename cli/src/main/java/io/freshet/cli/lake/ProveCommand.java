package io.freshet.cli.lake;

import io.freshet.assurance.prove.Depth;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "prove",
    description = {
      "Reconciles what Kafka, the ledger, the rows and the dead letters say of a table.",
      "Exit code 1 when something is missing or doubled, or with --deep altered."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet prove dasher_pings",
      "          ./freshet prove --since --deep",
      "          ./freshet prove order_events --deep --engine trino",
      "          ./freshet prove dasher_pings --deep --engine kafka"
    })
public final class ProveCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables to prove, with or without namespace; default: all")
  private List<String> tables = List.of();

  @Option(
      names = "--deep",
      description = "Reads every value too, and holds them against what the writer decoded")
  private boolean deep;

  @Option(
      names = "--engine",
      defaultValue = "iceberg",
      description =
          "What is read: rows by iceberg, or by trino, which shares no code with the writer (not with"
              + " --since); or with --deep events from kafka, decoded anew. Default: ${DEFAULT-VALUE}")
  private ProofRequest.Engine engine;

  @Option(
      names = "--since",
      description =
          "Reads only what came or was rewritten since the newest receipt of a proof that held and"
              + " showed as much, at most four days ago; all of a table that has none")
  private boolean since;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (since && engine == ProofRequest.Engine.TRINO) {
      throw new FreshetException(
          Fault.CALLER, "Trino reads whole tables, and no single files; give --since or --engine");
    }
    if (!deep && engine == ProofRequest.Engine.KAFKA) {
      throw new FreshetException(
          Fault.CALLER, "Without --deep nothing but offsets is read of events; give both");
    }
    Contracts contracts = workspace.contracts();
    List<Contract> proved =
        tables.isEmpty()
            ? Proofs.provable(contracts)
            : tables.stream().map(name -> contracts.require(withoutNamespace(name))).toList();
    Map<Proof, Path> proofs =
        new Proofs(workspace)
            .prove(
                proved,
                new ProofRequest(
                    deep ? Depth.VALUES : Depth.IDENTITIES,
                    since ? ProofRequest.From.NEWEST_RECEIPT : ProofRequest.From.BEGINNING,
                    engine));
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      ProofTable.print(proofs, out);
      proofs.values().forEach(receipt -> out.println("Receipt " + receipt));
    }
    json.write(ProofTable.json(proofs), out);

    return proofs.keySet().stream().allMatch(Proof::ok) ? 0 : 1;
  }

  private static String withoutNamespace(String table) {
    return table.substring(table.lastIndexOf('.') + 1);
  }
}
