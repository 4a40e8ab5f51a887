package io.freshet.core.contract.freshness;

import io.freshet.core.contract.BudgetSplit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a tighter budget would take.
 *
 * @param budget a minute less, or half where the budget is below two
 * @param interval then between two commits, no sooner than they are done; empty for a derived
 *     table, and for dead letters that come with the commits of others
 * @param tables that would be committed at that interval: all of the pool
 * @param more what that takes in a day beside what it takes now; nothing or less where it commits
 *     as often already
 * @param moreAlone the same, had the contract a writer of its own
 * @param fits whether the hops leave enough of it
 */
public record Fresher(
    Duration budget,
    Optional<Duration> interval,
    int tables,
    CommitCost more,
    CommitCost moreAlone,
    boolean fits) {
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  static Fresher than(FreshnessPlan plan) {
    Duration before = plan.budget();
    Duration budget =
        before.compareTo(A_MINUTE.multipliedBy(2)) < 0
            ? before.dividedBy(2)
            : before.minus(A_MINUTE);
    // Dead letters come with the commits of others, whose budgets say how often those are.
    if (plan.pool().filter(pool -> pool.carries(plan.contract())).isEmpty()) {
      boolean fits = budget.compareTo(plan.needs()) >= 0;

      return new Fresher(budget, Optional.empty(), 0, CommitCost.NONE, CommitCost.NONE, fits);
    }
    Pool pool = plan.pool().get();
    Pool tighter = pool.with(plan.contract(), budget);
    Pool alone = tighter.only(plan.contract());
    FreshnessPlan then =
        FreshnessPlan.of(
            plan.contract().within(budget),
            Optional.of(tighter),
            validatorInterval(plan, budget),
            RunningSettings.none(),
            plan.marts());

    Duration now = plan.commitsEvery().orElseThrow();

    return new Fresher(
        budget,
        Optional.of(tighter.commitsEvery()),
        pool.contracts().size(),
        more(now, tighter.commitsEvery(), pool.contracts().size()),
        more(now, alone.commitsEvery(), 1),
        then.fits());
  }

  /** Were it tighter, the validator would follow where it feeds it. */
  private static Duration validatorInterval(FreshnessPlan plan, Duration budget) {
    if (plan.share(Hop.VALIDATOR).isZero()) {
      return plan.validatorInterval();
    }
    Duration own = BudgetSplit.validatorInterval(List.of(plan.contract().within(budget)));

    return own.compareTo(plan.validatorInterval()) < 0 ? own : plan.validatorInterval();
  }

  private static CommitCost more(Duration before, Duration after, int tables) {
    return CommitCost.perDay(after, tables).minus(CommitCost.perDay(before, tables));
  }
}
