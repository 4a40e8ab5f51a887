package io.freshet.bench.fuzz;

import io.freshet.bench.Machine;
import io.freshet.testing.fuzz.Door;
import io.freshet.testing.fuzz.FuzzReport;
import io.freshet.testing.fuzz.Fuzzer;
import io.freshet.testing.fuzz.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Sends doors that are open requests which their OpenAPI documents allow, and such as they allow
 * nearly. By a seed each run sends the same, as far as it does not hang on what was answered.
 */
public final class FuzzBench {
  private final long seed;
  private final int first;
  private final int requests;

  /**
   * @param first number of a door's first request; with 1 request that one alone is repeated
   */
  public FuzzBench(long seed, int first, int requests) {
    this.seed = seed;
    this.first = first;
    this.requests = requests;
  }

  /**
   * A door and who is behind it.
   *
   * @param pid of the process; empty where that is not known, and its heap is not looked at
   */
  public record Target(Door door, OptionalLong pid) {}

  /** Told before each door is tried. */
  @FunctionalInterface
  public interface Listener {
    void tries(Door door);
  }

  public FuzzResult run(List<Target> targets, Listener listener) {
    Machine machine = Machine.here();
    List<FuzzResult.Tried> tried = new ArrayList<>();
    for (Target target : targets) {
      listener.tries(target.door());
      OptionalLong before = Heap.usedMegabytes(target.pid());
      FuzzReport report = Fuzzer.run(target.door(), Pace.thorough(), seed, first, requests);
      tried.add(new FuzzResult.Tried(report, before, Heap.usedMegabytes(target.pid())));
    }

    return new FuzzResult(machine, seed, tried);
  }
}
