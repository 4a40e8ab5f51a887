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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Measures as another does and, after each round and within long ones, tells what has changed. A
 * thread of its own tells while no round goes well, be it that it fails or that it hangs. One round
 * at a time.
 */
final class AlertingMeasurement implements BoardWatch.Measurement, AutoCloseable {
  /** A table or a part of one takes milliseconds: whoever is asked for so long does not answer. */
  private static final Duration HANGS_AFTER = Duration.ofSeconds(10);

  /** A round over thousands of tables takes minutes: who is late in it is told while it goes on. */
  private static final Duration JUDGED_WITHIN = Duration.ofSeconds(5);

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
    Instant begun = clock.instant();
    begin(contracts);
    boolean isDone = false;
    try {
      measurement.measure(contracts, signs);
      isDone = true;
    } finally {
      if (!isDone) {
        failed(begun, asked.get());
      }
    }
    signs.refusing().ifPresentOrElse(each -> failed(begun, each), () -> end(signs));
  }

  private synchronized void begin(Contracts contracts) {
    watch.begin(contracts);
    sign();
  }

  private synchronized void sign() {
    lastSign = Optional.of(clock.instant());
  }

  private synchronized void failed(Instant begun, Diagnosis.Dependency unanswered) {
    lastSign = Optional.empty();
    failure = Optional.of(new Failure(failure.map(Failure::since).orElse(begun), unanswered));
    look();
  }

  /** Not behind a round that failed: what keeps tables waiting is known once one has gone well. */
  private synchronized boolean judge(Map<String, Freshness> some, Instant now) {
    if (failure.isEmpty()) {
      watch.judge(some, now).forEach(told);
    }

    return failure.isEmpty();
  }

  private synchronized void end(Signs round) {
    lastSign = Optional.empty();
    failure = Optional.empty();
    watch.end(round.part, round.unreadable, clock.instant()).forEach(told);
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
    private final Set<String> unreadable = new HashSet<>();

    /** What was measured since it was judged last, by contract. */
    private final Map<String, Freshness> part = new LinkedHashMap<>();

    private Instant partBegun = clock.instant();
    private Instant seen = partBegun;
    private Optional<Diagnosis.Dependency> refusing = Optional.empty();
    private boolean isAnyStreamKnown;

    Signs(FreshnessReader.Listener listener) {
      this.listener = listener;
    }

    @Override
    public void measured(Contract contract, Freshness freshness) {
      seen();
      isAnyStreamKnown |= contract.stream().isPresent() && freshness.staleness().isPresent();
      listener.measured(contract, freshness);
      part.put(contract.name(), freshness);
      if (!seen.isBefore(partBegun.plus(JUDGED_WITHIN)) && judge(part, seen)) {
        part.clear();
        partBegun = seen;
      }
    }

    /** Whoever was silent for so long may be so again: then the round ends, and says why. */
    private void seen() {
      sign();
      Instant now = clock.instant();
      if (!now.isBefore(seen.plus(JUDGED_WITHIN))) {
        partBegun = now;
      }
      seen = now;
    }

    @Override
    public void failed(Contract contract, RuntimeException why) {
      seen();
      unreadable.add(contract.name());
      if (contract.stream().isPresent()) {
        refusing = Optional.of(asked.get());
      }
      listener.failed(contract, why);
    }

    @Override
    public void goesOn() {
      seen();
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
