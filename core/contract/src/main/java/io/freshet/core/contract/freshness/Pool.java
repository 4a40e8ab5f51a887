package io.freshet.core.contract.freshness;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.TableSettings.Isolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The contracts that one writer job carries, and so commits at one interval: that of the tightest
 * budget among them. What follows from all of them is reckoned once: the plan of each asks for it.
 */
public final class Pool {
  private static final String SHARED = "writer";

  private final String name;
  private final List<Contract> contracts;
  private final Set<String> names;
  private final Optional<Duration> tightest;
  private final Duration interval;

  /**
   * Some contracts, as if a writer carried them.
   *
   * @param name the job's: {@code writer}, or {@code writer-order-events}
   */
  public Pool(String name, List<Contract> contracts) {
    this.name = name;
    this.contracts = List.copyOf(contracts);
    this.names = contracts.stream().map(Contract::name).collect(Collectors.toUnmodifiableSet());
    this.tightest =
        contracts.stream()
            .flatMap(contract -> contract.table().stream())
            .map(table -> table.timing().freshness())
            .min(Duration::compareTo);
    this.interval = BudgetSplit.writerInterval(contracts);
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

  /** The job's. */
  public String name() {
    return name;
  }

  public List<Contract> contracts() {
    return contracts;
  }

  boolean carries(Contract contract) {
    return names.contains(contract.name());
  }

  /** Between two commits, as the contracts ask for it. */
  public Duration interval() {
    return interval;
  }

  /** The budget that the interval follows from; empty where none of them has a table. */
  Optional<Duration> tightest() {
    return tightest;
  }

  /** How long a checkpoint's commits take: several tables at a time, then the next. */
  Duration commits() {
    int atATime = Measured.COMMITS_AT_A_TIME;
    int waves = (contracts.size() + atATime - 1) / atATime;

    return Measured.COMMIT.multipliedBy(waves);
  }

  /** Between two commits: as the contracts ask for it, and no sooner than the commits are done. */
  Duration commitsEvery() {
    return interval.compareTo(commits()) < 0 ? commits() : interval;
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
