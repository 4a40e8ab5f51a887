package io.freshet.core.contract.freshness;

import io.freshet.core.toolkit.Amounts;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a budget, what its hops take and what the profile says do not go together. */
final class Contradictions {
  private final FreshnessPlan plan;
  private final RunningSettings running;

  Contradictions(FreshnessPlan plan, RunningSettings running) {
    this.plan = plan;
    this.running = running;
  }

  List<String> find() {
    List<String> found = new ArrayList<>();
    budget().ifPresent(found::add);
    writer().ifPresent(found::add);
    validator().ifPresent(found::add);
    snowflake().ifPresent(found::add);

    return found;
  }

  private Optional<String> budget() {
    if (plan.fits()) {
      return Optional.empty();
    }
    Duration least = plan.needs().plus(plan.repeat());

    return Optional.of(
        "The budget of %s is %s; its hops take %s%s: %s at"
                .formatted(
                    plan.contract().name(),
                    Amounts.age(plan.budget()),
                    Amounts.age(plan.needs()),
                    plan.repeat().isZero()
                        ? ""
                        : " and a checkpoint that fails once %s more"
                            .formatted(Amounts.age(plan.repeat())),
                    Amounts.age(least))
            + " least would be right, or "
            + remedy());
  }

  private String remedy() {
    return plan.pool().isEmpty()
        ? "a table that a job keeps up more often"
        : "fewer tables in its writer (isolation: dedicated)";
  }

  private Optional<String> writer() {
    return plan.checkpointInterval()
        .flatMap(right -> tooLong(RunningSettings.WRITER, running.writerInterval(), right));
  }

  private Optional<String> validator() {
    if (plan.share(Hop.VALIDATOR).isZero()) {
      return Optional.empty();
    }

    return tooLong(
        RunningSettings.VALIDATOR, running.validatorInterval(), plan.validatorInterval());
  }

  private Optional<String> tooLong(String key, Optional<Duration> set, Duration right) {
    return set.filter(interval -> interval.compareTo(right) > 0)
        .map(
            interval ->
                "%s is %s, but the tightest budget of those that it serves with %s asks for %s;"
                        .formatted(
                            key,
                            Durations.print(interval),
                            plan.contract().name(),
                            Durations.print(right))
                    + " leave it out, or set that");
  }

  private Optional<String> snowflake() {
    return running
        .snowflakeRefresh()
        .filter(refresh -> refresh.compareTo(plan.refreshWithin()) > 0)
        .map(
            refresh ->
                "%s is %s, but the budget of %s, %s, has room for %s: Snowflake will show it late"
                    .formatted(
                        RunningSettings.SNOWFLAKE,
                        Durations.print(refresh),
                        plan.contract().name(),
                        Amounts.age(plan.budget()),
                        Amounts.age(plan.refreshWithin())));
  }
}
