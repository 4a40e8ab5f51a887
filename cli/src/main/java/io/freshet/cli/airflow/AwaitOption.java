package io.freshet.cli.airflow;

import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.DagRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/** The option {@code --wait} of commands that start runs. */
final class AwaitOption {
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      description = "Wait for the end of all that runs, for so long at most, such as 15m")
  private Duration patience;

  /** The runs as they are, or as they have ended where the user wants to wait for that. */
  List<DagRun> apply(Airflow airflow, List<DagRun> runs) {
    return Optional.ofNullable(patience)
        .map(wait -> awaitAll(runs, wait, airflow::await, InstantSource.system()))
        .orElse(runs);
  }

  /** Waits for one after the other; each may take what those before it have left of the time. */
  static List<DagRun> awaitAll(
      List<DagRun> runs,
      Duration patience,
      BiFunction<DagRun, Duration, DagRun> await,
      InstantSource clock) {
    Instant deadline = clock.instant().plus(patience);
    List<DagRun> ended = new ArrayList<>();
    for (DagRun run : runs) {
      Duration left = Duration.between(clock.instant(), deadline);
      ended.add(await.apply(run, left.isNegative() ? Duration.ZERO : left));
    }

    return ended;
  }

  /** A run that has ended badly is the answer no. */
  static boolean ok(List<DagRun> runs) {
    return runs.stream().noneMatch(run -> run.state() == DagRun.State.FAILED);
  }
}
