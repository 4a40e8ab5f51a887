package io.freshet.console;

import io.freshet.assurance.alert.Alert;
import io.freshet.assurance.alert.FindingWatch;
import io.freshet.console.receipts.Findings;
import io.freshet.console.receipts.Receipt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at receipts of nightlies and backfills again and again, and tells what they have found:
 * beside the rounds over tables, which a receipt has nothing to do with.
 */
final class FindingTeller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FindingTeller.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Supplier<List<Receipt>> receipts;
  private final Consumer<Alert> told;
  private final InstantSource clock;
  private final FindingWatch watch = new FindingWatch();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread named = new Thread(task, "findings");
            named.setDaemon(true);

            return named;
          });

  /**
   * @param receipts the newest first
   */
  FindingTeller(Supplier<List<Receipt>> receipts, Consumer<Alert> told, InstantSource clock) {
    this.receipts = receipts;
    this.told = told;
    this.clock = clock;
  }

  void start() {
    thread.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  synchronized void look() {
    try {
      List<Receipt> known = receipts.get();
      watch.judge(Findings.of(known, clock.instant()), clock.instant()).forEach(told);
    } catch (RuntimeException e) { // else it would be the last look
      LOG.warn("Receipts not looked at for findings", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
