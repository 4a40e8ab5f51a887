package io.freshet.bench.serve.push;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Stage;
import io.freshet.bench.serve.LiveOrder;
import io.freshet.bench.serve.OrderTokens;
import io.freshet.bench.serve.RunningLive;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A process of customers who watch. */
final class Watchers implements AutoCloseable {
  private static final String MODULE = "bench";
  private static final Pattern READY = Pattern.compile(WatcherApplication.READY + "(\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ChildProcess process;
  private final Path told;

  private Watchers(ChildProcess process, Path told) {
    this.process = process;
    this.told = told;
  }

  /** One for each of these, of whom several may be the same; returns when all are connected. */
  static Watchers connect(Stage stage, RunningLive live, List<LiveOrder> orders) {
    stage.progress().progress("watchers", "%,d connect".formatted(orders.size()));
    Path folder = stage.scratch().resolve("watchers");
    Path told = folder.resolve("told");
    Path addresses = folder.resolve("addresses");
    try {
      PrivateFiles.write(
          addresses, addresses(stage, live, orders).getBytes(StandardCharsets.UTF_8));
      Files.deleteIfExists(told);
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot use the folder " + folder, e);
    }
    ChildProcess process =
        ChildProcess.start(
            "The process of watchers",
            stage
                .modules()
                .java(
                    MODULE,
                    List.of("-Xmx1g", "-Dlogback.configurationFile=floor-logback.xml"),
                    WatcherApplication.class.getName(),
                    "--addresses",
                    addresses.toString(),
                    "--told",
                    told.toString()),
            Map.of(),
            stage.platform().folder().log("watchers-bench"));
    try {
      stage.progress().progress("watchers", process.awaitWord(READY, PATIENCE) + " watch");
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }

    return new Watchers(process, told);
  }

  private static String addresses(Stage stage, RunningLive live, List<LiveOrder> orders) {
    OrderTokens tokens = OrderTokens.of(stage.settings());

    return orders.stream()
        .map(
            order ->
                "ws://%s%s/live?token=%s"
                    .formatted(live.address().getAuthority(), order.path(), tokens.of(order)))
        .collect(Collectors.joining("\n"));
  }

  long pid() {
    return process.pid();
  }

  /** Ends them; says what each was told, in the order in which they were named. */
  List<Told> end() {
    process.requireAlive();
    process.close();
    try {
      return ToldFile.read(told);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "The watchers do not say what they were told", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
