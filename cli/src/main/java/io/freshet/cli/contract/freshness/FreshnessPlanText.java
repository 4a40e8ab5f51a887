package io.freshet.cli.contract.freshness;

import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.freshness.CommitCost;
import io.freshet.core.contract.freshness.Fresher;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.HopShare;
import io.freshet.core.contract.freshness.Pool;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Plans as people read them. */
final class FreshnessPlanText {
  private final PrintWriter out;

  FreshnessPlanText(PrintWriter out) {
    this.out = out;
  }

  /** A line for each. */
  void overview(List<FreshnessPlan> plans) {
    TextTable table =
        new TextTable(
            "contract",
            "budget",
            "hops take",
            "reserve",
            "writer",
            "commits every",
            "refresh",
            "alert after");
    for (FreshnessPlan plan : plans) {
      table.row(
          plan.contract().name(),
          Amounts.age(plan.budget()),
          Amounts.age(plan.needs()),
          reserve(plan),
          plan.pool().map(Pool::name).orElse("-"),
          plan.commitsEvery().map(Amounts::age).orElse("-"),
          Amounts.age(plan.refreshWithin()),
          Amounts.age(plan.alertAfter()));
    }
    table.print(out);
  }

  /** Hop by hop, with what follows and what fresher would take. */
  void explain(FreshnessPlan plan) {
    out.printf("%s: %s%n", plan.contract().name(), Amounts.age(plan.budget()));
    TextTable table = new TextTable("hop", "takes", "because");
    for (HopShare share : plan.hops()) {
      table.row(share.hop().code(), Amounts.age(share.takes()), share.basis());
    }
    table.row(
        "reserve",
        reserve(plan),
        plan.pool().isEmpty()
            ? "what is left for a run that fails"
            : "of which a checkpoint that fails once takes " + Amounts.age(plan.repeat()));
    table.print(out);
    plan.commitsEvery()
        .ifPresent(interval -> out.printf("Commits every %s%n", Amounts.age(interval)));
    out.printf(
        "A reader that keeps metadata refreshes within %s; an alert comes after %s in %s%n",
        Amounts.age(plan.refreshWithin()),
        Amounts.age(plan.alertAfter()),
        plan.pool().isEmpty() ? "its inputs" : "log and writer");
    if (!plan.marts().isEmpty()) {
      out.printf("Marts follow, by whole days: %s%n", String.join(", ", plan.marts()));
    }
    plan.pool().ifPresent(pool -> cost("A day of its commits: ", plan.cost()));
    fresher(plan);
    out.println();
  }

  private void fresher(FreshnessPlan plan) {
    Fresher fresher = plan.fresher();
    String budget = Amounts.age(fresher.budget());
    if (fresher.interval().isEmpty()) {
      out.printf(
          "A budget of %s %s%n",
          budget,
          fresher.fits()
              ? "takes from the reserve alone: what writes it runs as often as now"
              : "can't be kept while what writes it runs as often as now");
      return;
    }
    out.printf(
        "A budget of %s means a commit every %s for the %d tables of its writer%s%n",
        budget,
        Amounts.age(fresher.interval().get()),
        fresher.tables(),
        fresher.fits() ? "" : ", and does not do for its hops");
    if (fresher.more().commits() > 0) {
      cost("  More a day: ", fresher.more());
    } else {
      out.printf(
          "  No more a day: it commits every %s already%n",
          plan.commitsEvery().map(Amounts::age).orElse("-"));
    }
    if (fresher.moreAlone().commits() >= 0) {
      cost("  With a writer of its own (isolation: dedicated): ", fresher.moreAlone());
    } else {
      out.println("  With a writer of its own (isolation: dedicated) it would commit less often");
    }
  }

  private void cost(String what, CommitCost cost) {
    out.printf(
        "%s%s commits, %s files, %s of metadata, CPU %s in the writer and %s in maintenance%n",
        what,
        Amounts.count(Math.round(cost.commits())),
        Amounts.count(Math.round(cost.files())),
        io.freshet.core.toolkit.Amounts.bytes(Math.round(cost.metadataBytes())),
        Amounts.age(seconds(cost.writerCpuSeconds())),
        Amounts.age(seconds(cost.maintenanceCpuSeconds())));
  }

  void contradictions(List<FreshnessPlan> plans) {
    for (FreshnessPlan plan : plans) {
      plan.contradictions().forEach(found -> out.println("! " + found));
    }
  }

  private static String reserve(FreshnessPlan plan) {
    Duration reserve = plan.reserve();

    return reserve.isNegative() ? "-" + Amounts.age(reserve.negated()) : Amounts.age(reserve);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
