package io.freshet.bench.serve;

import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.push.PushBench;
import io.freshet.bench.serve.push.PushRun;
import io.freshet.bench.serve.reads.ReadBench;
import io.freshet.bench.serve.reads.ReadRun;
import io.freshet.bench.serve.state.StateBench;
import io.freshet.bench.serve.state.StateRun;
import io.freshet.bench.serve.steps.StepsBench;
import io.freshet.bench.serve.steps.StepsRun;
import io.freshet.bench.wrk.Wrk;
import io.freshet.local.FlinkApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Serving orders' states: pushed to those who watch, be it a ping or a step that led to them, read
 * by those who ask, and what the ETA application keeps for that.
 */
public final class ServeBench {
  private final Stage stage;
  private final FlinkApplication eta;

  /** What can be measured. */
  public enum ServePart {
    PUSH,
    READS,
    STATE,
    STEPS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What is to be measured.
   *
   * @param rates events a second, of which nearly all are pings; steps are made beside the first
   * @param stepRate steps a second
   * @param sockets that watch
   * @param catchUp how long to wait at each rate for what came at once at its beginning
   * @param warmUp before each rate
   * @param duration of each rate, and of each kind of read up to a bound
   * @param orders that are active at once
   */
  public record Wish(
      Set<ServePart> parts,
      List<Integer> rates,
      int stepRate,
      int sockets,
      Duration catchUp,
      Duration warmUp,
      Duration duration,
      int orders) {
    public Wish {
      parts = Set.copyOf(parts);
      rates = List.copyOf(rates);
    }

    boolean asksFor(ServePart part) {
      return parts.contains(part);
    }
  }

  public ServeBench(Stage stage, FlinkApplication eta) {
    this.stage = stage;
    this.eta = eta;
  }

  /** Refuses at once what this machine can't do. */
  public static void requireAble(Wish wish) {
    if (wish.asksFor(ServePart.PUSH)) {
      PushBench.requireFiles(wish.sockets());
    }
    if (wish.asksFor(ServePart.READS)) {
      Wrk.requireInstalled();
    }
  }

  public ServeResult run(Wish wish) {
    Machine machine = Machine.here();
    List<String> findings = new ArrayList<>();
    List<PushRun> push =
        wish.asksFor(ServePart.PUSH)
            ? new PushBench(
                    stage,
                    eta,
                    new PushBench.Wish(
                        wish.sockets(), wish.catchUp(), wish.warmUp(), wish.duration()),
                    findings)
                .run(wish.rates())
            : List.of();
    List<ReadRun> reads =
        wish.asksFor(ServePart.READS)
            ? new ReadBench(stage, wish.duration(), findings).run()
            : List.of();
    Optional<StateRun> state =
        wish.asksFor(ServePart.STATE)
            ? Optional.of(new StateBench(stage, eta, findings).run(wish.orders()))
            : Optional.empty();
    Optional<StepsRun> steps =
        wish.asksFor(ServePart.STEPS)
            ? Optional.of(
                new StepsBench(
                        stage,
                        eta,
                        new StepsBench.Wish(
                            wish.stepRate(), wish.rates().get(0), wish.warmUp(), wish.duration()),
                        findings)
                    .run())
            : Optional.empty();

    return new ServeResult(machine, push, reads, state, steps, findings);
  }
}
