package io.freshet.testing.e2e;

import io.freshet.assurance.prove.Proof;
import java.time.Duration;

/**
 * What faults have cost and what is left: a line each on standard output, from which the tables in
 * docs/faults.md are filled.
 */
final class Toll {
  private final WriterPool pool;
  private final WriterPool.Job before;
  private final long begun = System.nanoTime();

  private Toll(WriterPool pool) {
    this.pool = pool;
    this.before = pool.job();
  }

  /** From now on. */
  static Toll of(WriterPool pool) {
    return new Toll(pool);
  }

  /**
   * @param fault such as {@code kill taskmanager flushing}
   * @param proof of all that was ever sent to the pool
   */
  void tell(String fault, int injected, Proof proof) {
    Proof.Totals totals = proof.totals();
    System.out.printf(
        "fault=\"%s\" injected=%d restarts=%d expected=%d rows=%d dead_letters=%d missing=%d"
            + " doubled=%d seconds=%d%n",
        fault,
        injected,
        pool.job().restartsSince(before),
        totals.expected(),
        totals.found(),
        totals.deadLettered(),
        totals.missing(),
        totals.doubled(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }
}
