package io.freshet.cli;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Tries something again until it is so, for longer than any server of ours needs on a busy machine.
 *
 * @param what as in {@code The store} of {@code The store was not well again after 300 s}
 * @param lasting failures that no waiting mends
 */
public record Patience(
    String what, Duration limit, Duration between, Predicate<FreshetException> lasting) {
  private static final Duration USUAL = Duration.ofMinutes(6);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  /** Whatever is away may say so in any way. */
  public Patience(String what) {
    this(what, USUAL);
  }

  public Patience(String what, Duration limit) {
    this(what, limit, failure -> false);
  }

  public Patience(String what, Duration limit, Predicate<FreshetException> lasting) {
    this(what, limit, BETWEEN, lasting);
  }

  /** What is done at each look. */
  @FunctionalInterface
  public interface Look {
    void look() throws InterruptedException;
  }

  /** Looks again and again until it is over, however long that takes; waits between looks. */
  public static void until(BooleanSupplier isOver, Duration between, Look look)
      throws InterruptedException {
    while (!isOver.getAsBoolean()) {
      look.look();
      if (!isOver.getAsBoolean()) {
        Thread.sleep(between.toMillis());
      }
    }
  }

  /** Something that is so, is not so yet, or fails. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * Returns once it holds.
   *
   * @throws FreshetException with what it failed of last
   */
  public void await(Condition condition) throws InterruptedException {
    await(condition, 1);
  }

  /** Returns once it has held twice in a row. */
  public void awaitTwice(Condition condition) throws InterruptedException {
    await(condition, 2);
  }

  private void await(Condition condition, int times) throws InterruptedException {
    int held = 0;
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Exception failure;
      try {
        held = condition.holds() ? held + 1 : 0;
        if (held == times) {
          return;
        }
        failure = null;
      } catch (InterruptedException interrupted) {
        throw interrupted;
      } catch (FreshetException known) {
        if (lasting.test(known)) {
          throw known;
        }
        failure = known;
        held = 0;
      } catch (Exception notYet) { // whatever is away may say so in any way
        failure = notYet;
        held = 0;
      }
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "%s was not well again after %d s%s"
                .formatted(
                    what, limit.toSeconds(), failure == null ? "" : ": " + failure.getMessage()),
            failure);
      }
      Thread.sleep(between.toMillis());
    }
  }
}
