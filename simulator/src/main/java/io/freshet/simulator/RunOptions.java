package io.freshet.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.simulator.publish.CountingSink;
import io.freshet.simulator.run.Progress;
import io.freshet.simulator.run.WallClock;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What both commands share: where events go, how progress is told, how a run ends. */
final class RunOptions {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  @Option(names = "--profile", paramLabel = "FILE", description = "Default: FRESHET_PROFILE")
  private Path profile;

  @Option(names = "--dry-run", description = "Make the events and count them; send nothing")
  private boolean dryRun;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Runs, tells progress, prints the summary. Ctrl-C and SIGTERM end the run, not the summary. */
  int run(Function<Simulator, ObjectNode> run) {
    CountDownLatch finished = new CountDownLatch(1);
    try (Simulator simulator = simulator()) {
      Thread hook = new Thread(() -> stop(simulator, finished), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        ObjectNode summary = run.apply(simulator);
        summary.put("cpu_seconds", cpuSeconds());
        out().println(summary.toPrettyString());
        out().flush();
      } finally {
        finished.countDown();
        forget(hook);
      }
    }

    return 0;
  }

  void tell(Progress progress) {
    String line =
        String.format(
            Locale.ROOT,
            "%s events=%d rate=%.0f/s share=%.1f%% event_time=%s sent=%s refused=%d behind=%s"
                + " left=%s",
            Durations.print(Duration.ofSeconds(progress.elapsed().toSeconds())),
            progress.events(),
            progress.eventsPerSecond(),
            100 * progress.share(),
            progress.eventTime().map(Object::toString).orElse("-"),
            progress.deliveries().sent(),
            progress.deliveries().allRefused(),
            Durations.print(Duration.ofMillis(progress.behind().toMillis())),
            progress.left().map(left -> left.toSeconds() + "s").orElse("-"));
    spec.commandLine().getErr().println(line);
  }

  static ObjectNode summary(Progress progress) {
    ObjectMapper json = new ObjectMapper();
    ObjectNode summary = json.createObjectNode();
    summary.put("ok", true);
    summary.put("events", progress.events());
    summary.put("seconds", progress.elapsed().toMillis() / 1_000.0);
    summary.put("events_per_second", Math.round(progress.eventsPerSecond()));
    summary.put("share", progress.share());
    summary.set("sent", json.valueToTree(progress.deliveries().sent()));
    summary.set("refused", json.valueToTree(progress.deliveries().refused()));

    return summary;
  }

  private Simulator simulator() {
    return dryRun
        ? new Simulator(new CountingSink(), WallClock.system())
        : Simulator.connect(Settings.forProcess(profile(), System.getenv()));
  }

  private Path profile() {
    return Optional.ofNullable(profile)
        .or(() -> Optional.ofNullable(System.getenv("FRESHET_PROFILE")).map(Path::of))
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "No profile is given; start with --profile FILE, set FRESHET_PROFILE, or send"
                        + " nothing with --dry-run"));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static void stop(Simulator simulator, CountDownLatch finished) {
    simulator.stop();
    try {
      if (!finished.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        System.err.printf("Not all events had arrived after %d s%n", LONGEST_STOP.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      // The hook is what waits for us.
    }
  }

  private static double cpuSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(duration -> duration.toMillis() / 1_000.0)
        .orElse(Double.NaN);
  }
}
