package io.freshet.maintenance;

import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance again and again, until it is told to stop. What is away for a while, commits in
 * between, or fails with one table, ends nothing: the next round tries it again, and the log has
 * why. It ends where something was lost.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final Duration every;
  private final Ending ending;

  /** One run over all tables that were asked for. */
  interface Round {
    /** Whether another one may follow: nothing was lost. */
    boolean run() throws IOException;
  }

  /**
   * @param every from the end of one round to the beginning of the next
   * @param ending asked for when no further round is to begin; over when the last has ended
   */
  Rounds(Duration every, Ending ending) {
    this.every = every;
    this.ending = ending;
  }

  /**
   * Returns when it was told to stop, or after a round that found a loss.
   *
   * @return the exit code
   */
  int run(Round round) throws InterruptedException {
    try {
      do {
        if (!attempt(round)) {
          return Fault.OURS.exitCode();
        }
      } while (!ending.await(every));

      return 0;
    } finally {
      ending.over();
    }
  }

  private boolean attempt(Round round) {
    try {
      return round.run();
    } catch (IOException e) {
      // The tables are maintained by then: it is the receipt that could not be written.
      failed(e.toString());
    } catch (RuntimeException e) {
      if (LakeFailures.fault(e) != Fault.DEPENDENCY) {
        throw e;
      }
      failed(LakeFailures.reason(e));
    }

    return true;
  }

  private void failed(String reason) {
    log.warn("Round failed, the next comes in {}: {}", Durations.print(every), reason);
  }
}
