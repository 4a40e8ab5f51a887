package io.freshet.console;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.AlertWatch;
import io.freshet.assurance.alert.Diagnosis;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.freshness.FreshnessReader;
import io.freshet.console.board.BoardWatch;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures as another does and, after each round, tells what has changed. A thread of its own tells
 * while no round goes well, be it that it fails or that it hangs. One round at a time.
 */
final class AlertingMeasurement implements BoardWatch.Measurement, AutoCloseable {
  /** A table or a part of one takes milliseconds: whoever is asked for so long does not answer. */
  private static final Duration HANGS_AFTER = Duration.ofSeconds(10);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final BoardWatch.Measurement measurement;
  private final Supplier<Diagnosis.Dependency> asked;
  private final Consumer<Alert> told;
  private final InstantSource clock;
  private final AlertWatch watch = new AlertWatch();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread named = new Thread(task, "alerts");
            named.setDaemon(true);

            return named;
          });

  /** When a table or a part of one was measured last, or the round began; else empty. */
  private Optional<Instant> lastSign = Optional.empty();

  private Optional<Failure> failure = Optional.empty();

  /**
   * @param asked whom the measurement has asked last
   */
  AlertingMeasurement(
      BoardWatch.Measurement measurement,
      Supplier<Diagnosis.Dependency> asked,
      Consumer<Alert> told,
      InstantSource clock) {
    this.measurement = measurement;
    this.asked = asked;
    this.told = told;
    this.clock = clock;
  }

  /**
   * No round has gone well since.
   *
   * @param since when the first that did not began; of one that hangs, its last sign
   */
  private record Failure(Instant since, Diagnosis.Dependency unanswered) {}

  void start() {
    thread.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void measure(Contracts contracts, FreshnessReader.Listener listener) {
    Signs signs = new Signs(listener);
    RememberedRound round = new RememberedRound(signs);
    Instant begun = clock.instant();
    sign();
    boolean isDone = false;
    try {
      measurement.measure(contracts, round);
      isDone = true;
    } finally {
      if (!isDone) {
        failed(begun, asked.get());
      }
    }
    signs.refusing().ifPresentOrElse(each -> failed(begun, each), () -> judge(contracts, round));
  }

  private synchronized void sign() {
    lastSign = Optional.of(clock.instant());
  }

  private synchronized void failed(Instant begun, Diagnosis.Dependency unanswered) {
    lastSign = Optional.empty();
    failure = Optional.of(new Failure(failure.map(Failure::since).orElse(begun), unanswered));
    look();
  }

  private synchronized void judge(Contracts contracts, RememberedRound round) {
    lastSign = Optional.empty();
    failure = Optional.empty();
    watch.judge(contracts, round.measured(), round.unreadable(), clock.instant()).forEach(told);
  }

  /** Whether anybody has to be told though no round has ended well. */
  synchronized void look() {
    Instant now = clock.instant();
    failure
        .or(() -> hanging(now))
        .ifPresent(
            each ->
                watch
                    .blind(each.since(), Diagnosis.unanswered(each.unanswered()), now)
                    .forEach(told));
  }

  private Optional<Failure> hanging(Instant now) {
    return lastSign
        .filter(sign -> !now.isBefore(sign.plus(HANGS_AFTER)))
        .map(sign -> new Failure(sign, asked.get()));
  }

  /** Each table that is told of is a sign that the round goes on, and of long ones each part. */
  private final class Signs implements FreshnessReader.Listener {
    private final FreshnessReader.Listener listener;
    private Optional<Diagnosis.Dependency> refusing = Optional.empty();
    private boolean isAnyStreamKnown;

    Signs(FreshnessReader.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void measured(Contract contract, Freshness freshness) {
      sign();
      isAnyStreamKnown |= contract.stream().isPresent() && freshness.staleness().isPresent();
      listener.measured(contract, freshness);
    }

    @Override
    public void failed(Contract contract, RuntimeException why) {
      sign();
      if (contract.stream().isPresent()) {
        refusing = Optional.of(asked.get());
      }
      listener.failed(contract, why);
    }

    @Override
    public void goesOn() {
      sign();
      listener.goesOn();
    }

    /**
     * Who refuses us each stream or its table, as after a login that is no longer good. Each alone
     * would be the table's own trouble; of all it means that nothing is measured.
     */
    Optional<Diagnosis.Dependency> refusing() {
      return isAnyStreamKnown ? Optional.empty() : refusing;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
