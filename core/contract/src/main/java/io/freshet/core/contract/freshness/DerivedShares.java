package io.freshet.core.contract.freshness;

import io.freshet.core.contract.Contract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The hops of rows that a job makes of whole days: the oldest one waits until its period is over,
 * and then for the job.
 */
final class DerivedShares {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private DerivedShares() {}

  static List<HopShare> of(Contract contract, boolean hasMarts) {
    List<HopShare> hops = new ArrayList<>();
    hops.add(period(contract.requireTable().timing().freshness()));
    hops.add(
        new HopShare(
            Hop.NIGHTLY,
            Measured.NIGHTLY,
            "from the commit that completes a day to its publication (docs/benchmarks/0002)"));
    hops.add(StreamShares.warehouse());
    if (hasMarts) {
      hops.add(
          new HopShare(
              Hop.DBT,
              Measured.DBT,
              "all models and tests of the shipped project (docs/benchmarks/0002)"));
    }

    return List.copyOf(hops);
  }

  /** Contracts don't say how long their periods are. */
  private static HopShare period(Duration budget) {
    return budget.compareTo(WEEK) > 0
        ? new HopShare(Hop.PERIOD, WEEK, "a week, the longest period that the budget has room for")
        : new HopShare(Hop.PERIOD, DAY, "a day: its first row waits until it is over");
  }
}
