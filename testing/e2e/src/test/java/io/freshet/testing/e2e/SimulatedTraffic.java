package io.freshet.testing.e2e;

import io.freshet.core.toolkit.Settings;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Progress;
import io.freshet.simulator.run.Speed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A marketplace in cities of its own, whose events come at their time beside those of a test. */
final class SimulatedTraffic implements AutoCloseable {
  private static final long SEED = 1;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Simulator simulator;
  private final CompletableFuture<Simulator.Simulated> run;

  private SimulatedTraffic(Simulator simulator, CompletableFuture<Simulator.Simulated> run) {
    this.simulator = simulator;
    this.run = run;
  }

  /**
   * Starts it on streams that are there.
   *
   * @param eventsPerSecond most are pings
   */
  static SimulatedTraffic start(Settings platform, double eventsPerSecond) {
    Simulator simulator = Simulator.connect(platform);

    return new SimulatedTraffic(
        simulator,
        CompletableFuture.supplyAsync(
            () ->
                simulator.simulate(
                    MarketplaceSettings.live(SEED, eventsPerSecond, Instant.now(), LONGEST),
                    Speed.LIVE,
                    progress -> {})));
  }

  /** Returns once all that was sent has arrived, with what that was. */
  Progress end() {
    simulator.stop();

    return run.join().progress();
  }

  @Override
  public void close() {
    simulator.stop();
    run.handle((end, failure) -> failure).join();
    simulator.close();
  }
}
