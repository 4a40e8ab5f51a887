package io.freshet.testing.e2e;

import io.freshet.assurance.prove.Proof;
import java.time.Duration;

/**
 * What faults have cost and what is left: a line each on standard output, from which the tables in
 * docs/faults.md are filled.
 */
final class Toll {
  private final WriterPool pool;
  private final long begun = System.nanoTime();
  private WriterRest.Job last;
  private int restarts;

  private Toll(WriterPool pool) {
    this.pool = pool;
    this.last = pool.job();
  }

  /** From now on. */
  static Toll of(WriterPool pool) {
    return new Toll(pool);
  }

  /** Counts the restarts so far, of which a JobManager that is started again knows nothing. */
  void count() {
    WriterRest.Job now = pool.job();
    restarts += now.restartsSince(last);
    last = now;
  }

  /**
   * @param fault such as {@code kill taskmanager flushing}
   * @param proof of all that was ever sent to the pool
   */
  void tell(String fault, int injected, Proof proof) {
    count();
    Proof.Totals totals = proof.totals();
    System.out.printf(
        "fault=\"%s\" injected=%d restarts=%d rows_expected=%d found=%d doubled=%d dead_letters=%d"
            + " seconds=%d%n",
        fault,
        injected,
        restarts,
        totals.expected() - totals.deadLettered(),
        totals.found(),
        totals.doubled(),
        totals.deadLettered(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }
}
