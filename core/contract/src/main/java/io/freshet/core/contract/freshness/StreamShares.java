package io.freshet.core.contract.freshness;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.toolkit.Amounts;
import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The hops of a stream's events, from their sender to an answer of the warehouse. */
final class StreamShares {
  private final Contract contract;
  private final Pool pool;
  private final Duration validatorInterval;
  private final RunningSettings running;

  private StreamShares(
      Contract contract, Pool pool, Duration validatorInterval, RunningSettings running) {
    this.contract = contract;
    this.pool = pool;
    this.validatorInterval = validatorInterval;
    this.running = running;
  }

  /**
   * @param validatorInterval between two commits of the validator, as the contracts ask for it
   */
  static List<HopShare> of(
      Contract contract, Pool pool, Duration validatorInterval, RunningSettings running) {
    StreamShares shares = new StreamShares(contract, pool, validatorInterval, running);
    List<HopShare> hops = new ArrayList<>();
    Intake intake = contract.requireStream().intake();
    if (!intake.producers().isEmpty()) {
      hops.add(gateway(intake));
    }
    hops.add(
        new HopShare(
            Hop.KAFKA,
            Measured.FETCH,
            "a fetch waits no longer (fetch.max.wait.ms, Kafka's default): a bound"));
    boolean isReadDeadLetters =
        contract.name().equals(Contracts.DEAD_LETTERS) && pool.carries(contract);
    if (contract.takesRawJson() || isReadDeadLetters) {
      hops.add(shares.validator());
    }
    hops.add(shares.flink());
    hops.add(shares.commit());
    hops.add(warehouse());

    return List.copyOf(hops);
  }

  private static HopShare gateway(Intake intake) {
    return intake.acknowledgement() == Acknowledgement.FAST
        ? new HopShare(
            Hop.GATEWAY,
            Measured.GATEWAY_FAST,
            "p99.9 of fast events at the gateway's peak (docs/benchmarks/0005)")
        : new HopShare(
            Hop.GATEWAY,
            Measured.GATEWAY_DURABLE,
            "p99.9 of durable events at the gateway's peak (docs/benchmarks/0005)");
  }

  private HopShare validator() {
    return running
        .validatorInterval()
        .map(set -> new HopShare(Hop.VALIDATOR, set, RunningSettings.VALIDATOR + " is set"))
        .orElseGet(
            () ->
                new HopShare(
                    Hop.VALIDATOR,
                    validatorInterval,
                    "an interval: an eighteenth of the tightest budget that the validator serves"));
  }

  /** A row waits one interval at most; for as long as commits take, where that is longer. */
  private HopShare flink() {
    Duration commits = pool.commits();
    Duration interval = running.writerInterval().orElseGet(pool::interval);
    if (interval.compareTo(commits) < 0) {
      return new HopShare(
          Hop.FLINK,
          commits,
          "the interval is %s, but one round of commits takes longer"
              .formatted(Durations.print(interval)));
    }

    return new HopShare(
        Hop.FLINK,
        interval,
        running.writerInterval().isPresent()
            ? RunningSettings.WRITER + " is set"
            : "an interval, which follows from the tightest budget of " + tightest());
  }

  private String tightest() {
    return "%s, %s".formatted(pool.name(), Amounts.age(pool.tightest().orElseThrow()));
  }

  private HopShare commit() {
    return new HopShare(
        Hop.COMMIT,
        pool.commits(),
        "%d tables, %d at a time, %s each with some 2,500 snapshots (docs/benchmarks/0004)"
            .formatted(
                pool.contracts().size(), Measured.COMMITS_AT_A_TIME, Amounts.age(Measured.COMMIT)));
  }

  static HopShare warehouse() {
    return new HopShare(
        Hop.WAREHOUSE,
        Measured.TRINO,
        "the most from a commit to an answer of Trino, which keeps no metadata"
            + " (docs/benchmarks/0002)");
  }
}
