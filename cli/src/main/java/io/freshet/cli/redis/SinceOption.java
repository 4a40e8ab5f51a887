package io.freshet.cli.redis;

import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --since} of both commands. */
final class SinceOption {
  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description =
          "Read what has come in since so long ago, such as 2h; default: as long as Redis shows an"
              + " active order (eta.order-ttl)")
  private Duration since;

  List<String> arguments() {
    return since == null ? List.of() : List.of("--since", Durations.print(since));
  }
}
