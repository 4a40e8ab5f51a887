package io.freshet.cli.chaos;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;

/**
 * Tries something again until it is so, for longer than any server of ours needs on a busy machine.
 *
 * @param what as in {@code The store} of {@code The store was not well again after 300 s}
 */
record Patience(String what, Duration limit) {
  private static final Duration USUAL = Duration.ofMinutes(6);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  Patience(String what) {
    this(what, USUAL);
  }

  /** Something that is so, is not so yet, or fails. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns once it holds.
   *
   * @throws FreshetException with what it failed of last
   */
  void await(Condition condition) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Exception failure;
      try {
        if (condition.holds()) {
          return;
        }
        failure = null;
      } catch (InterruptedException interrupted) {
        throw interrupted;
      } catch (Exception notYet) { // whatever is away may say so in any way
        failure = notYet;
      }
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "%s was not well again after %d s%s"
                .formatted(
                    what, limit.toSeconds(), failure == null ? "" : ": " + failure.getMessage()),
            failure);
      }
      Thread.sleep(BETWEEN.toMillis());
    }
  }
}
