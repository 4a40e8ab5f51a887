package io.freshet.cli.lake;

import io.freshet.assurance.log.Log;
import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.BaselineTag;
import io.freshet.assurance.prove.DeadLetterProver;
import io.freshet.assurance.prove.DerivedProver;
import io.freshet.assurance.prove.GatewayAccounts;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.StreamProver;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.catalog.Catalog;

/** Proves tables, and leaves receipts. */
public final class Proofs {
  private static final String DEAD_LETTERS = Contracts.DEAD_LETTERS;

  private final Workspace workspace;

  public Proofs(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Proofs of the named contracts' tables with their receipts, by name. */
  public Map<Proof, Path> prove(List<Contract> proved, ProofRequest request) throws Exception {
    return switch (request.engine()) {
      case ICEBERG ->
          prove(
              proved,
              request,
              (catalog, log, deadLetters, contract) -> new StreamProver(catalog, log, deadLetters));
      case KAFKA ->
          prove(
              proved,
              request,
              (catalog, log, deadLetters, contract) ->
                  new StreamProver(catalog, log, deadLetters).withEvents(registry()));
      case TRINO -> proveByTrino(proved, request);
    };
  }

  private Map<Proof, Path> proveByTrino(List<Contract> proved, ProofRequest request)
      throws Exception {
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      return prove(
          proved,
          request,
          (catalog, log, deadLetters, contract) ->
              new StreamProver(
                  catalog, log, deadLetters, new TrinoRows(trino, TableLayout.name(contract))));
    }
  }

  private SchemaRegistry registry() {
    return new HttpSchemaRegistry(RegistrySettings.from(workspace.settings()));
  }

  private interface Provers {
    StreamProver of(Catalog catalog, Log log, Contract deadLetters, Contract contract);
  }

  private Map<Proof, Path> prove(List<Contract> proved, ProofRequest request, Provers provers)
      throws Exception {
    Contracts contracts = workspace.contracts();
    Map<Proof, Path> proofs = new TreeMap<>(Comparator.comparing(Proof::table));
    Catalog catalog = workspace.catalog();
    Receipts receipts = new Receipts(workspace.receipts());
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka())) {
      GatewayAccounts accounts = accounts(proved, contracts, log);
      for (Contract contract : proved) {
        Optional<Baseline> since =
            request.from() == ProofRequest.From.NEWEST_RECEIPT
                ? receipts.newest(TableLayout.name(contract).toString(), request.subject())
                : Optional.empty();
        Proof proof =
            isStream(contract)
                ? provers
                    .of(catalog, log, contracts.require(DEAD_LETTERS), contract)
                    .withSchemas(registry())
                    .withAccounts(accounts)
                    .prove(contract, request.depth(), since)
                : prove(contract, contracts, catalog);
        Path file = receipts.file(proof);
        receipts.write(file, ProofTable.json(proof, file), proof, request.subject());
        keep(proof, contract, request.subject(), catalog);
        proofs.put(proof, file);
      }
    }

    return proofs;
  }

  /** The next proof may go on from one that held, also when its snapshot is due to expire. */
  private static void keep(
      Proof proof, Contract contract, ProofRequest.Subject subject, Catalog catalog) {
    if (proof.ok()) {
      proof
          .scope()
          .state()
          .ifPresent(
              state ->
                  BaselineTag.keep(
                      LakeCatalog.require(catalog, TableLayout.name(contract)),
                      subject.name().toLowerCase(Locale.ROOT),
                      state));
    }
  }

  /** Read only where a gateway takes events of what is proved. */
  private GatewayAccounts accounts(List<Contract> proved, Contracts contracts, Log log) {
    boolean wanted =
        proved.stream()
            .flatMap(contract -> contract.stream().stream())
            .anyMatch(stream -> !stream.intake().producers().isEmpty());

    return wanted
        ? GatewayAccounts.read(log, contracts.gatewayAccounts(), registry())
        : GatewayAccounts.none();
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
}
