package io.freshet.cli.doctor;

import io.freshet.cli.contract.ContractApplier;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.ContractReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether contracts are right, and topics, subjects, tables, views and access rules as they say.
 */
record ContractChecks(Installation installation) {
  private static final String LINT = "./freshet contract lint";
  private static final String APPLY = "./freshet contract apply --dry-run";
  private static final int SHOWN = 3;

  List<Check> checks() {
    return List.of(
        new Check(Installation.CONTRACTS, List.of(), LINT, this::lint),
        new Check(
            "applied",
            Installation.withProfile(
                Installation.CONTRACTS,
                Installation.KAFKA,
                Installation.REGISTRY,
                Installation.CATALOG),
            APPLY,
            this::applied));
  }

  private Finding lint() {
    Path folder = installation.workspace().contractsFolder();
    List<String> findings = ContractReader.lint(folder).stream().map(Object::toString).toList();

    return findings.isEmpty()
        ? Finding.ok("all in %s are right".formatted(folder))
        : Finding.failed(some(findings), LINT);
  }

  private Finding applied() throws Exception {
    try (ContractApplier applier = ContractApplier.open(installation.settings())) {
      return applied(applier.plan(installation.contracts()));
    }
  }

  static Finding applied(List<Change> plan) {
    List<String> refused = of(plan, Change.Action.REFUSE);
    List<String> open =
        plan.stream()
            .filter(change -> change.action() != Change.Action.NONE)
            .map(change -> "%s: %s".formatted(change.resource(), change.detail()))
            .toList();
    if (open.isEmpty()) {
      return Finding.ok("%d resources are as contracts say".formatted(plan.size()));
    }

    return refused.isEmpty()
        ? Finding.failed(some(open), "./freshet contract apply")
        : Finding.failed(some(refused), APPLY);
  }

  private static List<String> of(List<Change> plan, Change.Action action) {
    return plan.stream()
        .filter(change -> change.action() == action)
        .map(change -> "%s: %s".formatted(change.resource(), change.detail()))
        .toList();
  }

  /** The first few, and how many there are. */
  static String some(List<String> all) {
    String first = all.stream().limit(SHOWN).collect(Collectors.joining("; "));

    return all.size() > SHOWN ? "%s; and %d more".formatted(first, all.size() - SHOWN) : first;
  }
}
