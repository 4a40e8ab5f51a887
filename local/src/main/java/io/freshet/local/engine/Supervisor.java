package io.freshet.local.engine;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.process.Detached;
import io.freshet.local.process.Launch;
import io.freshet.local.process.LogTail;
import io.freshet.local.process.RunningProcess;
import io.freshet.local.state.PlatformFile;
import io.freshet.local.state.PlatformState.StartedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Brings one engine's process up, or finds it up, and takes it down. */
public final class Supervisor {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final PlatformFile file;
  private final Surroundings here;

  public Supervisor(PlatformFile file, Surroundings here) {
    this.file = file;
    this.here = here;
  }

  /** The engine's process, if it runs: as noted here, or by itself when its launcher was killed. */
  public Optional<RunningProcess> running(Engine engine) {
    return file.read()
        .running(engine.name())
        .or(() -> Detached.noted(here.folder().pidFile(engine.name())));
  }

  /**
   * Makes sure that an engine that does not run has free ports to start on.
   *
   * @return whether that gave it another address than it had
   * @throws FreshetException when the user wants one that runs to be elsewhere
   */
  public boolean chosePorts(Engine engine) {
    if (running(engine).isPresent()) {
      engine.ports().forEach(here.ports()::requireUnchanged);

      return false;
    }
    List<Integer> before = engine.ports().stream().map(here.ports()::port).toList();
    List<Integer> after = engine.ports().stream().map(here.ports()::freePort).toList();

    return !before.equals(after);
  }

  /** Returns once the engine answers; starts it only if it does not run. */
  public void ensure(Engine engine) {
    Optional<RunningProcess> found = running(engine);
    if (found.isEmpty()) {
      start(engine);
    } else {
      note(engine, found.get());
    }
    await(engine);
  }

  /** Waits until a started engine answers, and completes it. */
  public void await(Engine engine) {
    RunningProcess process =
        running(engine).orElseThrow(() -> failure(engine, "ended while starting"));
    awaitAnswer(engine, process);
    engine.settle();
    Duration age = Duration.between(process.startedAt(), Instant.now());
    here.progress().progress(engine.name(), "up for %.1f s".formatted(age.toMillis() / 1000.0));
  }

  /** Starts it and notes it down, without waiting for it to answer. */
  public RunningProcess start(Engine engine) {
    here.progress().progress(engine.name(), "starting");
    try {
      Launch launch = engine.prepare();
      RunningProcess process =
          Detached.start(launch, here.folder().pidFile(engine.name()), log(engine));
      note(engine, process);

      return process;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot start %s: %s".formatted(engine.name(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while starting " + engine.name(), e);
    }
  }

  public void stop(Engine engine) {
    running(engine)
        .ifPresent(
            process -> {
              here.progress().progress(engine.name(), "stopping");
              engine.stop(process);
            });
    forget(engine.name());
  }

  /** Takes it out of the notes; its ports stay. */
  public void forget(String name) {
    file.change(state -> state.withoutPart(name));
    try {
      Files.deleteIfExists(here.folder().pidFile(name));
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot delete " + name + "'s pid file", e);
    }
  }

  private void note(Engine engine, RunningProcess process) {
    int port = engine.ports().stream().findFirst().map(here.ports()::port).orElse(0);
    file.change(state -> state.withPart(engine.name(), new StartedPart(process, port)));
  }

  private void awaitAnswer(Engine engine, RunningProcess process) {
    long deadline = System.nanoTime() + engine.deadline().toNanos();
    while (!engine.answers()) {
      if (!process.isAlive()) {
        throw failure(engine, "ended while starting");
      }
      if (System.nanoTime() > deadline) {
        process.kill();
        throw failure(
            engine, "did not answer within %d s".formatted(engine.deadline().toSeconds()));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new FreshetException(Fault.CALLER, "Interrupted while starting " + engine.name());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private FreshetException failure(Engine engine, String what) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "%s %s; its log %s ends with%s"
            .formatted(engine.name(), what, log(engine), LogTail.of(log(engine))));
  }

  private Path log(Engine engine) {
    return here.folder().log(engine.name());
  }
}
