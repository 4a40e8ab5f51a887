package io.freshet.local;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.engine.Engine;
import io.freshet.local.process.RunningProcess;
import io.freshet.local.state.PlatformState.StartedPart;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How one process of the platform is.
 *
 * @param name a part's label, or {@code <application>-jobmanager} and {@code -taskmanager}
 */
public record PartStatus(
    String name,
    State state,
    OptionalLong pid,
    OptionalInt port,
    Duration uptime,
    long memoryBytes,
    Path log) {

  /** What a process is doing. */
  public enum State {
    /** Alive and answering. */
    RUNNING,
    /** Alive, but not answering yet, or no longer. */
    STARTING,
    /** Started, and gone without having been stopped. */
    DEAD,
    /** Not started, or stopped. */
    STOPPED
  }

  static PartStatus stopped(String name, Path log) {
    return new PartStatus(
        name, State.STOPPED, OptionalLong.empty(), OptionalInt.empty(), Duration.ZERO, 0, log);
  }

  static PartStatus of(Engine engine, StartedPart started, Path log) {
    RunningProcess process = started.process();
    boolean alive = process.isAlive();

    return new PartStatus(
        engine.name(),
        alive ? answering(engine) : State.DEAD,
        OptionalLong.of(process.pid()),
        started.port() == 0 ? OptionalInt.empty() : OptionalInt.of(started.port()),
        alive ? Duration.between(process.startedAt(), Instant.now()) : Duration.ZERO,
        alive ? process.memoryBytes() : 0,
        log);
  }

  private static State answering(Engine engine) {
    try {
      return engine.answers() ? State.RUNNING : State.STARTING;
    } catch (FreshetException failed) {
      return State.DEAD; // the process is there, but what it ran has failed
    }
  }
}
