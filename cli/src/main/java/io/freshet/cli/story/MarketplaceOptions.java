package io.freshet.cli.story;

import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which marketplace is simulated. */
final class MarketplaceOptions {
  @Option(
      names = "--rate",
      defaultValue = "300",
      description = "Events per second. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(names = "--seed", defaultValue = "1", description = "Of the marketplace")
  private long seed;

  /** From now on. */
  MarketplaceSettings live(Duration duration) {
    return MarketplaceSettings.live(seed, rate, Instant.now(), duration);
  }

  /** Of another time, sent at that pace: the rate is what comes a second of the wall. */
  MarketplaceSettings at(Instant start, Speed pace, Duration duration) {
    return MarketplaceSettings.of(
        seed, pace.isPaced() ? rate / pace.factor() : rate, start, duration);
  }
}
