package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Pool;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.CompanyValues.Job;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Clients of the catalog, each with the scopes of one process and nothing else, as the catalog's
 * own file of clients has them. A client without a secret lets nobody in. No reader that a contract
 * names is one: the catalog masks nothing, so they come by Trino.
 */
final class CatalogClients {
  /** Who repairs by hand: restores, rebuilds, imports. */
  static final String OPERATOR = "operator";

  static final String TRINO = "trino";

  private static final String CATALOG = "catalog.";

  /** Where models are built. */
  private static final List<String> LAYERS = List.of("staging", "intermediate", "marts");

  private final CompanyValues values;
  private final Contracts contracts;

  CatalogClients(CompanyValues values, Contracts contracts) {
    this.values = values;
    this.contracts = contracts;
  }

  /** By the names of the clients, which are those of the processes. */
  Map<String, List<String>> scopes() {
    Map<String, List<String>> clients = new TreeMap<>();
    for (Pool pool : Pool.all(contracts)) {
      add(clients, FlinkJobs.name(pool), writer(pool));
    }
    for (Contract contract : SparkApplications.derived(contracts)) {
      // Its audit branch comes and goes. What it reads its class says, and no contract.
      add(clients, SparkApplications.nightly(contract), List.of("read", on("maintain", contract)));
    }
    add(clients, SparkApplications.MAINTENANCE, List.of("maintain"));
    values.backup().ifPresent(backup -> add(clients, BackupJob.NAME, List.of("read")));
    add(clients, ContractApply.NAME, List.of("shape"));
    if (values.servers().containsKey(ServerKind.CONSOLE.label())) {
      add(clients, ServerKind.CONSOLE.label(), List.of("read"));
    }
    values.jobs().stream()
        .filter(job -> job.settings().stream().anyMatch(CATALOG::equals))
        .forEach(job -> add(clients, job.name(), reader(job)));
    add(clients, TRINO, trino());
    add(clients, OPERATOR, List.of("admin"));

    return clients;
  }

  /** It masks for others, and so reads all; models and what teams try are made by it. */
  private List<String> trino() {
    Stream<String> teams =
        values.trino().stream().flatMap(trino -> trino.teams().stream()).map("scratch_"::concat);

    return Stream.concat(
            Stream.of("read"),
            Stream.concat(LAYERS.stream(), teams)
                .flatMap(place -> Stream.of("create:" + place, "maintain:" + place)))
        .toList();
  }

  private static void add(Map<String, List<String>> clients, String name, List<String> scopes) {
    if (!scopes.isEmpty() && clients.putIfAbsent(name, scopes) != null) {
      throw new FreshetException(
          Fault.CALLER,
          "Two would come to the catalog as %s; give one of them another name".formatted(name));
    }
  }

  /** What its streams could not take it keeps, too, in the same commits. */
  private List<String> writer(Pool pool) {
    return tables(Stream.concat(pool.contracts().stream(), Stream.of(contracts.deadLetters())))
        .map(contract -> on("write", contract))
        .distinct()
        .toList();
  }

  private List<String> reader(Job job) {
    return tables(job.reads().stream().map(contracts::require))
        .map(contract -> on("read", contract))
        .toList();
  }

  private static Stream<Contract> tables(Stream<Contract> some) {
    return some.filter(contract -> contract.table().isPresent());
  }

  private static String on(String action, Contract contract) {
    return "%s:%s/%s".formatted(action, contract.requireTable().namespace(), contract.name());
  }

  /**
   * As the catalog reads them.
   *
   * @param secrets the folder that holds a file for each client that has a secret
   */
  String file(String secrets) {
    Map<String, Object> clients = new TreeMap<>();
    scopes()
        .forEach(
            (name, scopes) ->
                clients.put(
                    name,
                    Body.of("secret-file", "%s/%s".formatted(secrets, name))
                        .with("scopes", scopes)
                        .map()));

    return Manifests.text(clients);
  }

  /** Whether that process is one of them. */
  Optional<String> of(Workload workload) {
    return Optional.of(workload.name()).filter(scopes()::containsKey);
  }
}
