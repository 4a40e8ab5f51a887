package io.freshet.core.contract.freshness;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One table's staleness budget, split over the hops of its way; and what follows from it: the time
 * between commits, how often a reader that keeps metadata must refresh, from when on to alert.
 * Writer, alerts and commands take these from here, so that nobody has figures of their own.
 *
 * @param pool whose writer commits the table; empty for a derived one
 * @param validatorInterval between two commits of the JSON validator as the contracts ask for it,
 *     whether or not this one's events come by it
 * @param hops in the order of the way, each with what it takes at most while all is well
 * @param marts that dbt builds of it
 * @param contradictions what can't hold, and what would be right
 */
public record FreshnessPlan(
    Contract contract,
    Optional<Pool> pool,
    Duration validatorInterval,
    List<HopShare> hops,
    List<String> marts,
    List<String> contradictions) {
  public FreshnessPlan {
    hops = List.copyOf(hops);
    marts = List.copyOf(marts);
    contradictions = List.copyOf(contradictions);
  }

  /**
   * Of every contract with a table.
   *
   * @param marts by the names of the contracts that they are built of
   */
  public static List<FreshnessPlan> all(
      Contracts contracts, RunningSettings running, Map<String, List<String>> marts) {
    List<Pool> pools = Pool.all(contracts);
    Duration validatorInterval = BudgetSplit.validatorInterval(contracts);
    Map<String, Pool> writers = new HashMap<>();
    pools.forEach(pool -> pool.contracts().forEach(each -> writers.put(each.name(), pool)));
    List<FreshnessPlan> plans = new ArrayList<>();
    for (Contract contract : contracts.all()) {
      if (contract.table().isPresent()) {
        plans.add(
            of(
                contract,
                writer(contract, writers, pools),
                validatorInterval,
                running,
                marts.getOrDefault(contract.name(), List.of())));
      }
    }

    return List.copyOf(plans);
  }

  /** Dead letters that no pool reads are written by all of them; the first is the shared one. */
  private static Optional<Pool> writer(
      Contract contract, Map<String, Pool> writers, List<Pool> pools) {
    return contract.stream().isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(writers.get(contract.name())).or(() -> pools.stream().findFirst());
  }

  static FreshnessPlan of(
      Contract contract,
      Optional<Pool> pool,
      Duration validatorInterval,
      RunningSettings running,
      List<String> marts) {
    List<HopShare> hops =
        pool.map(writer -> StreamShares.of(contract, writer, validatorInterval, running))
            .orElseGet(() -> DerivedShares.of(contract, !marts.isEmpty()));
    FreshnessPlan plan =
        new FreshnessPlan(contract, pool, validatorInterval, hops, marts, List.of());

    return new FreshnessPlan(
        contract, pool, validatorInterval, hops, marts, new Contradictions(plan, running).find());
  }

  public Duration budget() {
    return contract.requireTable().timing().freshness();
  }

  /** What a hop takes; nothing where the way does not lead by it. */
  public Duration share(Hop hop) {
    return hops.stream()
        .filter(each -> each.hop() == hop)
        .map(HopShare::takes)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What all hops take together. */
  public Duration needs() {
    return hops.stream().map(HopShare::takes).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * What is left for what does not go well; negative where the budget does not even do for that.
   */
  public Duration reserve() {
    return budget().minus(needs());
  }

  /** A checkpoint that fails is repeated after another interval, and its commit with it. */
  public Duration repeat() {
    return share(Hop.FLINK).plus(share(Hop.COMMIT));
  }

  /** What must be left of the reserve is a checkpoint that fails once. */
  public boolean fits() {
    return reserve().compareTo(repeat()) >= 0;
  }

  /** Between two commits of the table's writer; empty for a derived table. */
  public Optional<Duration> checkpointInterval() {
    return pool.map(Pool::interval);
  }

  /**
   * Between two commits as it runs: as the profile says, or {@link #checkpointInterval}, and no
   * sooner than the commits are done.
   */
  public Optional<Duration> commitsEvery() {
    return pool.map(each -> share(Hop.FLINK));
  }

  /** How often a reader that keeps metadata must look for a new snapshot, at least. */
  public Duration refreshWithin() {
    Duration left = reserve().minus(repeat()).plus(share(Hop.WAREHOUSE));

    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * How long the oldest event may wait from the log to the snapshot, which is what can be measured
   * at any time: the budget without what comes before and behind. The same whether or not somebody
   * knows of marts: what they take is theirs, and an alert is about the table.
   */
  public Duration alertAfter() {
    Duration outside = share(Hop.GATEWAY).plus(share(Hop.WAREHOUSE));
    Duration within = budget().minus(outside);

    return within.isNegative() || within.isZero() ? budget() : within;
  }

  /** The same without the others' contracts, on which it does not rest. */
  public static Duration alertAfter(Contract contract) {
    Optional<Pool> alone =
        contract.stream().map(stream -> new Pool(contract.name(), List.of(contract)));

    return of(contract, alone, Duration.ZERO, RunningSettings.none(), List.of()).alertAfter();
  }

  /** What the commits of the table take in a day. */
  public CommitCost cost() {
    return commitsEvery().map(interval -> CommitCost.perDay(interval, 1)).orElse(CommitCost.NONE);
  }

  /** What it would take to be fresher by a minute, or by half where that is less. */
  public Fresher fresher() {
    return Fresher.than(this);
  }
}
