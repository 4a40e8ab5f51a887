package io.freshet.cli.drill;

import io.freshet.cli.drill.Ground.Proven;
import java.time.Duration;
import java.util.Optional;

/**
 * How a drill went. Each time counts from when the fault was made.
 *
 * @param shown until the console showed it; empty where it was mended before that
 * @param named until the engineer said whose fault it was
 * @param wrong what else was said before
 * @param told whether the engineer asked to be told
 * @param mended until all of it ran again and no table was late; empty where nobody has mended it
 * @param proven what proofs said afterwards; empty where it was not mended
 */
record DrillResult(
    DrillFault fault,
    Optional<Duration> shown,
    Optional<Duration> named,
    int wrong,
    boolean told,
    Optional<Duration> mended,
    Optional<Proven> proven) {

  /** Whether it was mended, and nothing is missing or doubled. */
  boolean ok() {
    return mended.isPresent() && proven.filter(Proven::ok).isPresent();
  }
}
