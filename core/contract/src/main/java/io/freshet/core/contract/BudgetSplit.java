package io.freshet.core.contract;

import java.time.Duration;
import java.util.Collection;

/**
 * The time between commits that a staleness budget asks for. One interval is a sixth of the budget,
 * which leaves room for slow commits and for a checkpoint that fails and is repeated. An event that
 * comes as raw JSON waits twice, in the validator and in the writer, and these two share the sixth:
 * a third of it is the validator's, as its commits make no files.
 */
public final class BudgetSplit {
  private static final int INTERVALS_PER_BUDGET = 6;
  private static final int VALIDATOR_SHARES = 1;
  private static final int SHARES = 3;

  // Each checkpoint is a commit, and what is read between two is read again after a crash.
  private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(5);

  private BudgetSplit() {}

  /** The time between two commits of a writer that carries these contracts. */
  public static Duration writerInterval(Collection<Contract> contracts) {
    return tightest(contracts, false);
  }

  /**
   * The time between two commits of an installation's validator, which tells of dead letters too.
   */
  public static Duration validatorInterval(Contracts contracts) {
    return validatorInterval(contracts.all().stream().filter(BudgetSplit::comesAsRawJson).toList());
  }

  /** The time between two commits of a validator that feeds these contracts. */
  public static Duration validatorInterval(Collection<Contract> contracts) {
    return tightest(contracts, true);
  }

  private static Duration tightest(Collection<Contract> contracts, boolean validates) {
    return contracts.stream()
        .flatMap(
            contract -> contract.table().stream().map(table -> share(contract, table, validates)))
        .min(Duration::compareTo)
        .map(BudgetSplit::bounded)
        .orElse(MAX_INTERVAL);
  }

  private static Duration share(Contract contract, TableSettings table, boolean validates) {
    Duration both = table.timing().freshness().dividedBy(INTERVALS_PER_BUDGET);
    Duration validator = both.multipliedBy(VALIDATOR_SHARES).dividedBy(SHARES);
    if (validates) {
      return validator;
    }

    return comesAsRawJson(contract) ? both.minus(validator) : both;
  }

  /** Of dead letters a writer reads only those that others have found, on an event's way to it. */
  private static boolean comesAsRawJson(Contract contract) {
    return contract.name().equals(Contracts.DEAD_LETTERS) || contract.takesRawJson();
  }

  private static Duration bounded(Duration interval) {
    if (interval.compareTo(MIN_INTERVAL) < 0) {
      return MIN_INTERVAL;
    }

    return interval.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : interval;
  }
}
