package io.freshet.local;

import io.freshet.local.process.Launch;
import java.util.function.IntFunction;

/**
 * A process that somebody lets go on in the background beside the platform, until all of that is
 * taken down. It is no part: nothing waits for it, and it is not healed.
 *
 * @param name for status, notes and its log; no process of the platform has the same
 * @param isServer whether it listens on a port and answers {@code /health} there
 * @param launch what to execute, by that port; by 0 where it has none
 */
public record Companion(String name, boolean isServer, IntFunction<Launch> launch) {
  /** A server of ours, by the port on which it is to listen. */
  public static Companion server(String name, IntFunction<Launch> launch) {
    return new Companion(name, true, launch);
  }

  /** A process that nobody asks anything. */
  public static Companion worker(String name, Launch launch) {
    return new Companion(name, false, port -> launch);
  }
}
