package io.freshet.simulator;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.simulator.event.EventSource;
import io.freshet.simulator.marketplace.Marketplace;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.marketplace.SimulationCounts;
import io.freshet.simulator.publish.EventPublisher;
import io.freshet.simulator.replay.CabReplay;
import io.freshet.simulator.replay.ReplayCounts;
import io.freshet.simulator.replay.ReplaySettings;
import io.freshet.simulator.run.EventRun;
import io.freshet.simulator.run.EventSink;
import io.freshet.simulator.run.Pacer;
import io.freshet.simulator.run.Progress;
import io.freshet.simulator.run.ProgressListener;
import io.freshet.simulator.run.Speed;
import io.freshet.simulator.run.WallClock;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs a simulation or a replay in the calling thread; {@link #stop} may be called by any other.
 * For one run at a time: once stopped, it stays so.
 */
public final class Simulator implements AutoCloseable {
  private final EventSink sink;
  private final WallClock clock;
  private final Object guard = new Object();

  private Optional<EventRun> running = Optional.empty();
  private boolean stopped;

  /** For callers that bring a sink of their own, which is closed with this. */
  public Simulator(EventSink sink, WallClock clock) {
    this.sink = sink;
    this.clock = clock;
  }

  /** Sends to the streams of the platform that the profile describes; they must exist. */
  public static Simulator connect(Settings settings) {
    Contracts contracts = Contracts.read(Path.of(settings.text("contracts.path")));
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(settings));

    return new Simulator(
        EventPublisher.open(contracts, KafkaSettings.from(settings), registry), WallClock.system());
  }

  /** A run's end and what it was made of. */
  public record Simulated(Progress progress, SimulationCounts counts) {}

  /** A run's end and what became of the recording. */
  public record Replayed(Progress progress, ReplayCounts counts, long unusableTrips) {}

  /** At {@link Speed#LIVE} each event leaves when the wall shows its time. */
  public Simulated simulate(MarketplaceSettings settings, Speed speed, ProgressListener listener) {
    Pacer pacer = speed.equals(Speed.LIVE) ? Pacer.live(clock) : Pacer.fromFirstEvent(speed, clock);
    try (Marketplace marketplace = new Marketplace(settings)) {
      Progress end = run(marketplace, pacer, listener);

      return new Simulated(end, marketplace.counts());
    }
  }

  /** Paced from the first event on. */
  public Replayed replay(ReplaySettings settings, Speed speed, ProgressListener listener) {
    try (CabReplay replay = new CabReplay(settings)) {
      Progress end = run(replay, Pacer.fromFirstEvent(speed, clock), listener);

      return new Replayed(end, replay.counts(), replay.trips().unusable());
    }
  }

  /** Lets the run end soon, with all that it has sent delivered. */
  public void stop() {
    synchronized (guard) {
      stopped = true;
      running.ifPresent(EventRun::stop);
    }
  }

  @Override
  public void close() {
    sink.close();
  }

  private Progress run(EventSource source, Pacer pacer, ProgressListener listener) {
    EventRun run = new EventRun(source, sink, pacer, clock, listener);
    synchronized (guard) {
      running = Optional.of(run);
      if (stopped) {
        run.stop();
      }
    }

    return run.run();
  }
}
