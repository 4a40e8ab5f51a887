package io.freshet.warehouse.snowflake.landing;

import io.freshet.core.contract.Contract;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands tables for ever: an announced one at once, all of them at each sweep. What one table meets
 * does not hold up the others, and is met again at the next sweep.
 */
final class LandingLoop {
  private static final Logger log = LoggerFactory.getLogger(LandingLoop.class);

  private final Consumer<Contract> landing;
  private final List<Contract> contracts;
  private final Duration sweep;
  private final InstantSource clock;

  /**
   * @param landing lands one table, or throws
   */
  LandingLoop(
      Consumer<Contract> landing, List<Contract> contracts, Duration sweep, InstantSource clock) {
    this.landing = landing;
    this.contracts = List.copyOf(contracts);
    this.sweep = sweep;
    this.clock = clock;
  }

  /** Waits until something was committed, at most so long. */
  @FunctionalInterface
  interface Announcements {
    Set<String> await(Duration limit) throws InterruptedException;
  }

  /** Returns when its thread is interrupted. */
  void run(Announcements announcements) {
    Instant nextSweep = clock.instant();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Instant now = clock.instant();
        if (!now.isBefore(nextSweep)) {
          contracts.forEach(this::land);
          nextSweep = clock.instant().plus(sweep);
          now = clock.instant();
        }
        Set<String> tables = announcements.await(Duration.between(now, nextSweep));
        contracts.stream()
            .filter(contract -> tables.contains(TableLayout.name(contract).toString()))
            .forEach(this::land);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void land(Contract contract) {
    try {
      landing.accept(contract);
    } catch (RuntimeException e) {
      Fault fault = LakeFailures.fault(e);
      switch (fault) {
        case DEPENDENCY ->
            log.warn("Not landed table={} reason={}", contract.name(), e.getMessage());
        case CALLER -> log.error("Not landed table={} reason={}", contract.name(), e.getMessage());
        case OURS -> log.error("Not landed table={}", contract.name(), e);
      }
    }
  }
}
