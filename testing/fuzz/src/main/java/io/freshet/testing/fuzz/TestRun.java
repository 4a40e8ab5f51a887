package io.freshet.testing.fuzz;

import io.freshet.testing.selection.FullRun;
import java.util.stream.Collectors;

/**
 * A run in a test, which fails with how to repeat what it found. {@code -Dfreshet.fuzz-requests}
 * and {@code -Dfreshet.fuzz-seed} ask for others than the usual ones.
 */
public final class TestRun {
  private static final long SEED = 20261130;
  private static final int IN_FULL = 3000;

  private TestRun() {}

  /**
   * Sends so many requests, in the full run thousands.
   *
   * @throws AssertionError with all findings, when there are any, or when hardly a request was good
   *     enough to be answered as such
   */
  public static void run(Door door, int requests) {
    FuzzReport report =
        Fuzzer.run(
            door,
            Pace.quick(),
            Long.getLong("freshet.fuzz-seed", SEED),
            0,
            Integer.getInteger("freshet.fuzz-requests", FullRun.isWanted() ? IN_FULL : requests));
    if (!report.ok()) {
      throw new AssertionError(
          "By seed %d:%n%s"
              .formatted(
                  report.seed(),
                  report.findings().stream()
                      .map(Finding::toString)
                      .collect(Collectors.joining(System.lineSeparator()))));
    }
    if (report.answers(200, 399) < report.requests() / 20) {
      throw new AssertionError("Hardly any was taken: " + report);
    }
  }
}
