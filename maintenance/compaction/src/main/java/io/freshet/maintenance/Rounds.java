package io.freshet.maintenance;

import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintenance again and again, until it is told to stop. What is away for a while, or commits in
 * between, ends nothing: the next round does it. A bug does, and where something was lost.
 */
final class Rounds {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  private final Duration every;
  private final CountDownLatch stop;

  /** One run over all tables that were asked for. */
  interface Round {
    /** What went wrong at worst, where anything did. */
    Optional<Fault> run() throws IOException;
  }

  /**
   * @param every from the end of one round to the beginning of the next
   * @param stop counted down when no further round is to begin
   */
  Rounds(Duration every, CountDownLatch stop) {
    this.every = every;
    this.stop = stop;
  }

  /**
   * Returns when it was told to stop, or after a round that found a bug or a loss.
   *
   * @return the exit code
   */
  int run(Round round) throws InterruptedException {
    do {
      Optional<Fault> fault = attempt(round);
      if (fault.equals(Optional.of(Fault.OURS))) {
        return Fault.OURS.exitCode();
      }
    } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS));

    return 0;
  }

  private Optional<Fault> attempt(Round round) {
    try {
      return round.run();
    } catch (IOException e) {
      // The tables are maintained by then: it is the receipt that could not be written.
      log.warn("Round failed, the next comes in {}: {}", Durations.print(every), e.toString());

      return Optional.of(Fault.DEPENDENCY);
    } catch (RuntimeException e) {
      if (LakeFailures.fault(e) != Fault.DEPENDENCY) {
        throw e;
      }
      log.warn(
          "Round failed, the next comes in {}: {}", Durations.print(every), LakeFailures.reason(e));

      return Optional.of(Fault.DEPENDENCY);
    }
  }
}
