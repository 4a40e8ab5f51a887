package io.freshet.cli.airflow;

import io.freshet.core.toolkit.Durations;
import io.freshet.orchestration.airflow.Airflow;
import io.freshet.orchestration.airflow.DagRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The option {@code --wait} of commands that start runs. */
final class AwaitOption {
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Wait for the end of the run, for so long at most, such as 15m")
  private Duration patience;

  /** The runs as they are, or as they have ended where the user wants to wait for that. */
  List<DagRun> apply(Airflow airflow, List<DagRun> runs) {
    return Optional.ofNullable(patience)
        .map(wait -> runs.stream().map(run -> airflow.await(run, wait)).toList())
        .orElse(runs);
  }

  /** A run that has ended badly is the answer no. */
  static boolean ok(List<DagRun> runs) {
    return runs.stream().noneMatch(run -> run.state() == DagRun.State.FAILED);
  }

  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return Durations.parse(value);
    }
  }
}
