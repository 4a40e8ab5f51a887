package io.freshet.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.simulator.Simulator.Simulated;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.marketplace.SimulationCounts;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "simulate",
    description = "Sends the events of a marketplace in several cities that never was.",
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  @Option(
      names = "--rate",
      defaultValue = "500",
      description = "Events a second on average; at max speed, a second of event time")
  private double rate;

  @Option(
      names = "--duration",
      defaultValue = "60s",
      description = "Event time to simulate, such as 60s, 5m, 24h (default: ${DEFAULT-VALUE})")
  private String duration;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Equal seeds and starts give equal events (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "1 sends each event at its time; 60 a minute a second; max at once")
  private String speed;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Event time of the first ping; default: now, or so that the end is now")
  private Instant start;

  @Mixin private RunOptions options;

  @Override
  public Integer call() {
    Speed pace = Speed.parse(speed);
    MarketplaceSettings settings = settings(pace, Instant.now());

    return options.run(simulator -> summary(simulator.simulate(settings, pace, options::tell)));
  }

  private MarketplaceSettings settings(Speed pace, Instant now) {
    Duration span = span();
    double perSecondOfEventTime = pace.isPaced() ? rate / pace.factor() : rate;
    if (start != null) {
      return MarketplaceSettings.of(seed, perSecondOfEventTime, start, span);
    }

    return pace.equals(Speed.LIVE)
        ? MarketplaceSettings.live(seed, rate, now, span)
        : MarketplaceSettings.of(seed, perSecondOfEventTime, now.minus(span), span);
  }

  private Duration span() {
    try {
      return Durations.parse(duration);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("duration", duration, "a duration such as 60s, 5m or 24h");
    }
  }

  private static ObjectNode summary(Simulated simulated) {
    ObjectNode summary = RunOptions.summary(simulated.progress());
    SimulationCounts.Pings pings = simulated.counts().pings();
    summary
        .putObject("pings")
        .put("sent", pings.sent())
        .put("outliers", pings.outliers())
        .put("delayed", pings.delayed())
        .put("duplicates", pings.duplicates())
        .put("gaps", pings.gaps());
    SimulationCounts.Orders orders = simulated.counts().orders();
    summary
        .putObject("orders")
        .put("steps", orders.steps())
        .put("opening_steps", orders.openingSteps())
        .put("created", orders.created())
        .put("delivered", orders.delivered())
        .put("cancelled", orders.cancelled())
        .put("reassigned", orders.reassigned());

    return summary;
  }
}
