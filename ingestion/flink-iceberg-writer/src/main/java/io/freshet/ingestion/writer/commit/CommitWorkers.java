package io.freshet.ingestion.writer.commit;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads by which a committer commits several tables at a time. */
final class CommitWorkers implements AutoCloseable {
  /** More would wait for the catalog's own connections. */
  private static final int MOST = 8;

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

  /** What is under way is interrupted: the job has ended, and whoever comes next finds out. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
