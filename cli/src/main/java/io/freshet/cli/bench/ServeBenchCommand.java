package io.freshet.cli.bench;

import io.freshet.bench.serve.ServeBench;
import io.freshet.bench.serve.ServeBench.ServePart;
import io.freshet.bench.serve.ServeBench.Wish;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.local.FlinkApplication;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Serving orders' states. Push: from a ping in Kafka to the WebSockets that watch its order,"
          + " beside Redis alone. Reads through the live server by wrk, which must be on the PATH,"
          + " beside a client that asks Redis itself. State: what the ETA application keeps of each"
          + " active order, how long it is away when its TaskManager is killed, and how long an"
          + " empty Redis takes to be restored. Steps: from the order service's answer, and from"
          + " Kafka, to the WebSocket of the order's customer."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet bench serve --json serve.json",
      "          ./freshet bench serve --only push --rate 10000 --eta-setting eta.redis-linger=5ms",
      "          ./freshet bench serve --only steps --rate 1000 --step-rate 50",
      "",
      "How well ETAs hold is not measured here: replay cabs judges it, on recorded cabs."
    })
final class ServeBenchCommand implements Callable<Integer> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Measure these alone; of ${COMPLETION-CANDIDATES}")
  private List<ServePart> only = List.of();

  @Option(
      names = "--rate",
      split = ",",
      defaultValue = "1000,10000,50000",
      description =
          "Events a second, of which nearly all are pings; one rate after the other."
              + " Default: ${DEFAULT-VALUE}")
  private List<Integer> rates;

  @Option(
      names = "--step-rate",
      defaultValue = "50",
      description =
          "Steps of orders a second, beside the first rate of events. Default: ${DEFAULT-VALUE}")
  private int stepRate;

  @Option(
      names = "--sockets",
      defaultValue = "5000",
      description = "WebSockets that watch. Default: ${DEFAULT-VALUE}")
  private int sockets;

  @Option(
      names = "--catch-up",
      defaultValue = "5m",
      description =
          "How long to wait at each rate for what comes at once at its beginning, at most. Default:"
              + " ${DEFAULT-VALUE}")
  private Duration catchUp;

  @Option(
      names = "--warm-up",
      defaultValue = "30s",
      description = "Before each rate, with all sockets connected. Default: ${DEFAULT-VALUE}")
  private Duration warmUp;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      description =
          "Of each rate, and of each kind of read, which ends after 15s. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--orders",
      defaultValue = "100000",
      description = "Active orders whose state is looked at. Default: ${DEFAULT-VALUE}")
  private int orders;

  @Option(
      names = "--eta-memory",
      paramLabel = "MB",
      defaultValue = "3072",
      description = "Of the ETA application's TaskManager. Default: ${DEFAULT-VALUE}")
  private int etaMegabytes;

  @Option(
      names = "--eta-setting",
      paramLabel = "KEY=VALUE",
      description = "Of the ETA application, over its own; may be repeated")
  private List<String> etaSettings = List.of();

  @Option(
      names = "--flink-option",
      paramLabel = "KEY=VALUE",
      description =
          "Of Flink, for the ETA application, such as execution.buffer-timeout.interval=20ms; may"
              + " be repeated")
  private Map<String, String> flinkOptions = Map.of();

  @Mixin private BenchRun run;

  @Override
  public Integer call() throws Exception {
    rates.forEach(rate -> BenchRun.requirePositive("--rate", rate));
    BenchRun.requirePositive("--step-rate", stepRate);
    BenchRun.requirePositive("--sockets", sockets);
    BenchRun.requirePositive("--orders", orders);
    BenchRun.requireAtLeast("--catch-up", SHORTEST, catchUp);
    BenchRun.requireAtLeast("--warm-up", SHORTEST, warmUp);
    BenchRun.requireAtLeast("--duration", SHORTEST, duration);
    etaSettings.forEach(ServeBenchCommand::requireSetting);
    Set<ServePart> parts = only.isEmpty() ? EnumSet.allOf(ServePart.class) : EnumSet.copyOf(only);
    Wish wish = new Wish(parts, rates, stepRate, sockets, catchUp, warmUp, duration, orders);
    ServeBench.requireAble(wish);

    return run.run(
        BenchRun.WITHOUT_TRINO,
        (stage, pipeline, workspace) -> new ServeBench(stage, eta(pipeline)).run(wish),
        ServeTable::print);
  }

  private FlinkApplication eta(Pipeline pipeline) {
    FlinkApplication eta =
        pipeline
            .eta(etaSettings.stream().map(each -> "--" + each).toArray(String[]::new))
            .withMegabytes(etaMegabytes);
    for (Map.Entry<String, String> option : flinkOptions.entrySet()) {
      eta = eta.with(option.getKey(), option.getValue());
    }

    return eta;
  }

  private static void requireSetting(String text) {
    if (!text.matches("[a-z]+(\\.[a-z-]+)+=.+")) {
      throw new InvalidSettingException("--eta-setting", text, "such as eta.redis-linger=20ms");
    }
  }
}
