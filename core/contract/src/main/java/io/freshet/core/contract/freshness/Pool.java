package io.freshet.core.contract.freshness;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.TableSettings.Isolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contracts that one writer job carries, and so commits at one interval: that of the tightest
 * budget among them.
 *
 * @param name the job's: {@code writer}, or {@code writer-order-events}
 */
public record Pool(String name, List<Contract> contracts) {
  private static final String SHARED = "writer";

  public Pool {
    contracts = List.copyOf(contracts);
  }

  /**
   * One for all streams that have a table, and one for each whose contract asks for a job of its
   * own. Dead letters are written beside every stream; where others than writers find some, the
   * shared one reads their stream as well.
   */
  public static List<Pool> all(Contracts contracts) {
    boolean othersFindSome = contracts.all().stream().anyMatch(Contract::takesRawJson);
    List<Contract> shared = new ArrayList<>();
    List<Pool> pools = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      boolean isWritten = contract.stream().isPresent() && contract.table().isPresent();
      boolean isDeadLetters = contract.name().equals(Contracts.DEAD_LETTERS);
      if (!isWritten || (isDeadLetters && !othersFindSome)) {
        continue;
      }
      if (contract.requireTable().isolation() == Isolation.DEDICATED) {
        pools.add(new Pool(SHARED + "-" + contract.name().replace('_', '-'), List.of(contract)));
      } else {
        shared.add(contract);
      }
    }
    if (!shared.isEmpty()) {
      pools.add(0, new Pool(SHARED, shared));
    }

    return List.copyOf(pools);
  }

  /** The one that carries that contract's stream. */
  public static Optional<Pool> of(Contract contract, List<Pool> pools) {
    return pools.stream().filter(pool -> pool.carries(contract)).findFirst();
  }

  boolean carries(Contract contract) {
    return contracts.stream().anyMatch(each -> each.name().equals(contract.name()));
  }

  /** Between two commits, as the contracts ask for it. */
  public Duration interval() {
    return BudgetSplit.writerInterval(contracts);
  }

  /** How long a checkpoint's commits take: several tables at a time, then the next. */
  Duration commits() {
    int atATime = Measured.COMMITS_AT_A_TIME;
    int waves = (contracts.size() + atATime - 1) / atATime;

    return Measured.COMMIT.multipliedBy(waves);
  }

  /** The same pool, were that contract's budget another one. */
  Pool with(Contract contract, Duration budget) {
    return new Pool(
        name,
        contracts.stream()
            .map(each -> each.name().equals(contract.name()) ? each.within(budget) : each)
            .toList());
  }

  /** That contract alone, as if it asked for a writer of its own. */
  Pool only(Contract contract) {
    return new Pool(
        name, contracts.stream().filter(each -> each.name().equals(contract.name())).toList());
  }
}
