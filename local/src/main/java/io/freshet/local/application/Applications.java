package io.freshet.local.application;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.FlinkApplication;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.Supervisor;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.state.PlatformFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The Flink applications of one platform. A started application goes on from its newest completed
 * checkpoint or savepoint, whoever stopped or killed it.
 */
public final class Applications {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final PlatformFile file;
  private final Surroundings here;
  private final Supervisor supervisor;

  public Applications(PlatformFile file, Surroundings here) {
    this.file = file;
    this.here = here;
    this.supervisor = new Supervisor(file, here);
  }

  /**
   * Returns once the job runs. Leaves it alone if it does already; one that runs with other
   * arguments or options goes on from a savepoint with the new ones.
   */
  public void start(FlinkApplication application) {
    start(application, application.slots());
  }

  /** The same with fewer parallel instances than slots. */
  public void start(FlinkApplication application, int parallelism) {
    requireSlots(application, parallelism);
    Optional<SubmittedApplication> before = noted(application.name());
    if (before.isPresent() && !before.get().application().equals(application)) {
      stopForAnother(before.get());
    }
    run(
        before
            .map(noted -> noted.with(application, parallelism))
            .orElseGet(() -> SubmittedApplication.first(application, parallelism)));
  }

  /** With a savepoint if the job can take one; else it goes on from its newest checkpoint. */
  private void stopForAnother(SubmittedApplication submitted) {
    String name = submitted.application().name();
    if (!isRunning(name)) {
      return;
    }
    here.progress().progress(name, "restarting it with what it is to do now");
    if (cluster(submitted).rest().isServing()) {
      savepointAndStop(name);
    } else {
      stop(name);
    }
  }

  /**
   * Takes the job back to a savepoint of the user's choice, whatever it has written since.
   *
   * @throws FreshetException when the job runs
   */
  public void startFrom(FlinkApplication application, String savepoint) {
    if (isRunning(application.name())) {
      throw new FreshetException(
          Fault.CALLER,
          "%s runs; stop it before it is taken back to %s"
              .formatted(application.name(), savepoint));
    }
    SubmittedApplication before =
        noted(application.name())
            .orElseGet(() -> SubmittedApplication.first(application, application.slots()));
    run(before.with(application, application.slots()).takenBackTo(savepoint, Instant.now()));
  }

  /** Stops the job with a savepoint from which the next start goes on; returns its path. */
  public String savepointAndStop(String name) {
    FlinkCluster cluster = cluster(known(name));
    String savepoint = cluster.rest().stopWithSavepoint(cluster.state() + "/savepoints");
    stop(name);

    return savepoint;
  }

  /** Stops the job without ado; the next start goes on from its newest checkpoint. */
  public void stop(String name) {
    List<Engine> engines = cluster(known(name)).engines();
    // The TaskManager first would be a failure for the JobManager to act upon.
    engines.forEach(supervisor::stop);
    tellJobManagers();
  }

  /** Names of the applications ever started here. */
  public List<String> names() {
    return List.copyOf(file.read().applications().keySet());
  }

  /** The applications ever started here, each as it was started last. */
  public List<FlinkApplication> known() {
    return file.read().applications().values().stream()
        .map(SubmittedApplication::application)
        .toList();
  }

  /** Waits for a job that ends by itself. */
  public void awaitEnd(String name, Duration patience) {
    FlinkRest rest = cluster(known(name)).rest();
    long deadline = System.nanoTime() + patience.toNanos();
    while (!rest.jobState().equals(Optional.of("FINISHED"))) {
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "%s has not ended within %d s; its state is %s"
                .formatted(name, patience.toSeconds(), rest.jobState().orElse("unknown")));
      }
      JobManagerEngine.refuseFailed(name, rest);
      if (Thread.currentThread().isInterrupted()) { // parking would no longer wait
        throw new FreshetException(
            Fault.CALLER, "Interrupted while waiting for %s to end".formatted(name));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Takes the job down. What it saved along the way is no place to go on from. */
  public void retire(String name) {
    stop(name);
    note(known(name).startedAfresh(Instant.now()));
  }

  /** The id of the newest completed checkpoint, 0 before the first. */
  public long completedCheckpoint(String name) {
    return cluster(known(name)).rest().completedCheckpoint();
  }

  /** The processes of all applications ever started here. */
  public List<Engine> engines() {
    List<Engine> engines = new ArrayList<>();
    file.read().applications().values().stream()
        .map(this::cluster)
        .forEach(cluster -> engines.addAll(cluster.engines()));

    return engines;
  }

  /** Names of the applications that have a process, dead or alive. */
  public List<String> started() {
    return file.read().applications().values().stream()
        .filter(this::hasProcess)
        .map(submitted -> submitted.application().name())
        .toList();
  }

  /** Starts again what has died of an application, or all of it when its job has failed. */
  public void heal(String name) {
    SubmittedApplication submitted = known(name);
    FlinkRest rest = cluster(submitted).rest();
    if (rest.jobState().filter(JobManagerEngine::isFailed).isPresent()) {
      stop(name);
    }
    run(submitted);
  }

  private void run(SubmittedApplication submitted) {
    note(submitted);
    List<Engine> engines = cluster(submitted).engines();
    if (engines.stream().map(supervisor::chosePorts).toList().contains(true)) {
      engines.forEach(supervisor::stop); // the one that runs looks for the other in vain
    }
    // Both at once: the job runs only when the one has the other's slots.
    engines.stream()
        .filter(engine -> supervisor.running(engine).isEmpty())
        .toList()
        .forEach(supervisor::start);
    tellJobManagers();
    engines.forEach(supervisor::await);
  }

  /** For who looks at all jobs, such as the console: one that has died is still to be named. */
  private synchronized void tellJobManagers() {
    StringBuilder lines = new StringBuilder();
    for (String name : started()) {
      lines.append("%s %s%n".formatted(name, cluster(known(name)).restAddress()));
    }
    Path told = here.folder().jobManagers();
    try {
      PrivateFiles.write(told, lines.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot write %s: %s".formatted(told, e.getMessage()), e);
    }
  }

  private boolean hasProcess(SubmittedApplication submitted) {
    return cluster(submitted).engines().stream()
        .anyMatch(engine -> file.read().part(engine.name()).isPresent());
  }

  private boolean isRunning(String name) {
    return noted(name).isPresent()
        && cluster(known(name)).engines().stream()
            .anyMatch(engine -> supervisor.running(engine).isPresent());
  }

  private SubmittedApplication known(String name) {
    return noted(name)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER, "%s was never started on this platform".formatted(name)));
  }

  private Optional<SubmittedApplication> noted(String name) {
    return Optional.ofNullable(file.read().applications().get(name));
  }

  private void note(SubmittedApplication submitted) {
    file.change(state -> state.withApplication(submitted.application().name(), submitted));
  }

  private FlinkCluster cluster(SubmittedApplication submitted) {
    return new FlinkCluster(submitted, here);
  }

  private static void requireSlots(FlinkApplication application, int parallelism) {
    if (parallelism < 1 || parallelism > application.slots()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has %d slots; a parallelism of %d needs between 1 and as many"
              .formatted(application.name(), application.slots(), parallelism));
    }
  }
}
