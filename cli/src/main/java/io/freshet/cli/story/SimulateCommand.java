package io.freshet.cli.story;

import io.freshet.cli.Failures;
import io.freshet.cli.Workspace;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    description = {
      "Lets a simulated marketplace send events to the platform that is up, as they happen.",
      "Ctrl-C ends it before its time; the platform stays up."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet simulate --duration 10m --rate 100"})
public final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--duration",
      defaultValue = "10m",
      description = "How long the marketplace runs. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Mixin private MarketplaceOptions market;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    market.live(duration); // a wrong option is refused first
    StoryResult result = new StoryResult();
    Settings settings = workspace.settings();
    try (Backlog backlog = Backlog.of(workspace);
        LiveOrders orders = LiveOrders.open(settings);
        Simulator simulator = Simulator.connect(settings)) {
      MarketplaceSettings marketplace = market.live(duration);
      // Whose platform this is, and whether somebody kills its parts on purpose, is not known here.
      LiveRun live = new LiveRun(List::of, backlog, orders, out, System.nanoTime());
      Optional<Progress> progress = run(live, simulator, marketplace);
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

  /** Empty when Ctrl-C has ended it; what is open can then be closed in peace. */
  private static Optional<Progress> run(
      LiveRun live, Simulator simulator, MarketplaceSettings marketplace) throws Exception {
    try {
      return Optional.of(
          live.run(listener -> simulator.simulate(marketplace, Speed.LIVE, listener), share -> {})
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
