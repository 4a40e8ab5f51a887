package io.freshet.cli.story;

import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Progress;
import io.freshet.simulator.run.Speed;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = {
      "Lets a simulated marketplace send events to the platform that is up, as they happen.",
      "With --start those of a time that is over, as history to work with. Ctrl-C ends it before its",
      "time; the platform stays up."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet simulate --duration 10m --rate 100",
      "          ./freshet simulate --start 2008-05-25T07:00:00Z --duration 9d --speed 600 --rate 2000"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final Speed USUAL_SPEED = new Speed(600);

  @Option(
      names = "--duration",
      defaultValue = "10m",
      description = "How long the marketplace runs. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Event time of the first ping, such as 2008-05-25T07:00:00Z. Default: now")
  private Instant start;

  @Option(
      names = "--speed",
      description =
          "With --start: event time per wall time, or max, where --rate is what comes a second of"
              + " event time. Default: 600")
  private String speed;

  @Mixin private MarketplaceOptions market;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    Speed pace = pace();
    marketplace(pace); // a wrong option is refused first
    StoryResult result = new StoryResult();
    Settings settings = workspace.settings();
    try (Backlog backlog = Backlog.of(workspace);
        LiveOrders orders = LiveOrders.open(settings);
        Simulator simulator = Simulator.connect(settings)) {
      MarketplaceSettings marketplace = marketplace(pace);
      // Whose platform this is, and whether somebody kills its parts on purpose, is not known here.
      LiveRun live = new LiveRun(List::of, backlog, orders, out, System.nanoTime());
      Optional<Progress> progress = run(live, simulator, marketplace, pace);
      if (progress.isEmpty()) {
        out.println("Stopped; the platform stays up");
        out.flush();

        return Failures.INTERRUPTED;
      }
      live.settle();
      result.events(progress.get().events(), progress.get().eventsPerSecond());
      out.printf(
          "Sent %s events, %.0f a second%n",
          Amounts.count(progress.get().events()), progress.get().eventsPerSecond());
      out.flush();
    }
    json.write(result.json(), spec.commandLine().getOut());

    return 0;
  }

  private Speed pace() {
    if (start == null) {
      if (speed != null) {
        throw new ParameterException(
            spec.commandLine(),
            "--speed is for a time that is over; name its beginning with --start");
      }

      return Speed.LIVE;
    }

    return speed == null ? USUAL_SPEED : Speed.parse(speed);
  }

  private MarketplaceSettings marketplace(Speed pace) {
    return start == null ? market.live(duration) : market.at(start, pace, duration);
  }

  /** Empty when Ctrl-C has ended it; what is open can then be closed in peace. */
  private static Optional<Progress> run(
      LiveRun live, Simulator simulator, MarketplaceSettings marketplace, Speed pace)
      throws Exception {
    try {
      return Optional.of(
          live.run(listener -> simulator.simulate(marketplace, pace, listener), share -> {})
              .progress());
    } catch (InterruptedException | FreshetException e) {
      if (!Failures.isInterruption(e)) {
        throw e;
      }
      Thread.interrupted();

      return Optional.empty();
    }
  }
}
