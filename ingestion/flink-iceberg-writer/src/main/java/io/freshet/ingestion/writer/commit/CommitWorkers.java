package io.freshet.ingestion.writer.commit;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads by which a committer commits several tables at a time. */
final class CommitWorkers implements AutoCloseable {
  /** More would wait for the catalog's own connections. */
  private static final int MOST = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(CommitWorkers.class);

  private final ExecutorService threads;

  CommitWorkers(int tables) {
    this.threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(MOST, tables)),
            task -> {
              Thread thread = new Thread(task, "freshet-commit");
              thread.setDaemon(true);

              return thread;
            });
  }

  ExecutorService threads() {
    return threads;
  }

  /**
   * What is under way is interrupted, and waited for, as the clients that it uses are closed next:
   * the job has ended, and whoever comes next finds out what was committed.
   */
  @Override
  public void close() throws InterruptedException {
    threads.shutdownNow();
    if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      LOG.warn("A commit goes on though the job has ended patience={}", PATIENCE);
    }
  }
}
