package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.airflow.Airflow;
import io.freshet.local.application.Applications;
import io.freshet.local.companion.Companions;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.KafkaDoor;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.FreeSpace;
import io.freshet.local.fetch.JavaRuntimes;
import io.freshet.local.fetch.Programs;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.process.RunningProcess;
import io.freshet.local.state.PlatformFile;
import io.freshet.local.state.PlatformState;
import io.freshet.local.state.Ports;
import io.freshet.local.state.Secrets;
import io.freshet.local.state.StateLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The embedded platform of one state folder: real engines, each a process that outlives us.
 *
 * <p>Every method may be repeated, and picks up whatever an earlier launcher left, even one that
 * was killed. Launchers that change the same platform wait for each other.
 */
public final class Platform {
  private final StateFolder folder;
  private final PlatformFile file;
  private final LocalSettings settings;
  private final Modules modules;
  private final Map<String, String> environment;

  private Platform(
      StateFolder folder,
      LocalSettings settings,
      Modules modules,
      Map<String, String> environment) {
    this.folder = folder;
    this.file = new PlatformFile(folder);
    this.settings = settings;
    this.modules = modules;
    this.environment = Map.copyOf(environment);
  }

  /** The platform in that folder, running or not, for the project around the working folder. */
  public static Platform in(StateFolder folder) {
    return in(folder, System.getenv());
  }

  static Platform in(StateFolder folder, Map<String, String> environment) {
    LocalSettings.refuseMisspelt(environment);

    return new Platform(
        folder,
        LocalSettings.from(Settings.ofEnvironment(environment)),
        Modules.around(Path.of(""), environment),
        environment);
  }

  /** Brings up {@code parts} and what they need; leaves alone what runs. */
  public void up(Set<Part> parts, ProgressListener progress) {
    FreeSpace.require(folder.root(), FreeSpace.FOR_DATA); // before anything is written
    whileLocked(
        progress,
        here -> {
          new Companions(file, here).forgetEnded(parts(here).engines());
          parts(here).start(Part.withNeeds(parts));
        });
  }

  /** Starts again whatever has died, applications included; says what that was. */
  public List<String> heal(ProgressListener progress) {
    List<String> dead = new ArrayList<>();
    whileLocked(
        progress,
        here -> {
          dead.addAll(parts(here).dead());
          EnumSet<Part> parts = EnumSet.noneOf(Part.class);
          dead.forEach(name -> Part.labelled(name).ifPresent(parts::add));
          parts(here).start(Part.withNeeds(parts));
          Applications applications = new Applications(file, here);
          applications.started().forEach(applications::heal);
          Airflow airflow = new Airflow(file, here);
          if (airflow.isWanted()) {
            airflow.start();
          }
        });

    return List.copyOf(dead);
  }

  /** Stops everything, what needs others before those; data, ports and secrets stay. */
  public void down(ProgressListener progress) {
    whileLocked(
        progress,
        here -> {
          new Companions(file, here).stop(parts(here).engines());
          parts(here).stopAirflow();
          Applications applications = new Applications(file, here);
          new SideBySide<String>("stopping the applications", name -> List.of())
              .each(applications.names(), applications::stop);
          parts(here).stop();
        });
  }

  /**
   * Lets Kafka have a second listener, for a proxy on this machine: its clients are told to come
   * there. Before Kafka is started.
   *
   * @param proxyPort where the proxy listens
   */
  public void advertiseKafkaAt(int proxyPort) {
    surroundings(ProgressListener.SILENT).ports().note(KafkaDoor.ADVERTISED, proxyPort);
  }

  /** The port of Kafka's second listener, to which a proxy connects; it may change at a start. */
  public int kafkaDoor() {
    return surroundings(ProgressListener.SILENT).ports().port(KafkaDoor.LISTENER);
  }

  /** SIGKILL, for tests of what happens then. Takes a part's label or an application's process. */
  public void kill(String name) {
    process(name).kill();
  }

  /** SIGSTOP, after which everybody else takes the process for dead. */
  public void pause(String name) {
    process(name).pause();
  }

  /** SIGCONT: whatever has been taken for dead is back, and knows nothing of it. */
  public void resume(String name) {
    process(name).resume();
  }

  /** Whether a process of that name is there and paused. */
  public boolean isPaused(String name) {
    return file.read().running(name).filter(RunningProcess::isPaused).isPresent();
  }

  private RunningProcess process(String name) {
    return file.read()
        .running(name)
        .orElseThrow(() -> new FreshetException(Fault.CALLER, name + " does not run"));
  }

  public void kill(Part part) {
    kill(part.label());
  }

  /** Whether any of its processes runs. */
  public boolean isUp() {
    PlatformState state = file.read();

    return state.parts().keySet().stream().anyMatch(name -> state.running(name).isPresent());
  }

  /** Whether a process of that name runs, a companion's for instance. */
  public boolean isRunning(String name) {
    return file.read().running(name).isPresent();
  }

  /** One entry a process, in the order in which they are started; companions come last. */
  public List<PartStatus> status() {
    Surroundings here = surroundings(ProgressListener.SILENT);
    List<Engine> own = parts(here).engines();

    return Stream.concat(own.stream(), new Companions(file, here).engines(own).stream())
        .map(engine -> status(engine))
        .toList();
  }

  /** Starts it if it does not run, and returns once it serves. It is stopped by {@link #down}. */
  public PartStatus start(Companion companion, ProgressListener progress) {
    return whileLocked(here -> status(new Companions(file, here).start(companion)), progress);
  }

  /** The Flink applications ever started here, each as it was started last. */
  public List<FlinkApplication> applications() {
    return new Applications(file, surroundings(ProgressListener.SILENT)).known();
  }

  /**
   * Starts a Flink application and returns once its job runs. It goes on from its newest completed
   * checkpoint or savepoint, if it has any.
   */
  public void start(FlinkApplication application, ProgressListener progress) {
    whileLocked(progress, here -> new Applications(file, here).start(application));
  }

  /** Takes a stopped application back to an older savepoint. */
  public void startFrom(String savepoint, FlinkApplication application, ProgressListener progress) {
    whileLocked(progress, here -> new Applications(file, here).startFrom(application, savepoint));
  }

  /** Stops it with a savepoint, and starts it from there with another parallelism. */
  public void restart(FlinkApplication application, int parallelism, ProgressListener progress) {
    whileLocked(
        progress,
        here -> {
          Applications applications = new Applications(file, here);
          applications.savepointAndStop(application.name());
          applications.start(application, parallelism);
        });
  }

  /** Stops it with a savepoint, from which the next start goes on; returns the savepoint's path. */
  public String savepointAndStop(FlinkApplication application) {
    return whileLocked(
        here -> new Applications(file, here).savepointAndStop(application.name()),
        ProgressListener.SILENT);
  }

  /** Stops it without a savepoint; the next start goes on from its newest checkpoint. */
  public void stop(FlinkApplication application) {
    whileLocked(
        ProgressListener.SILENT, here -> new Applications(file, here).stop(application.name()));
  }

  /** Stops it for good: the next start knows nothing of what it has saved. */
  public void retire(FlinkApplication application) {
    whileLocked(
        ProgressListener.SILENT, here -> new Applications(file, here).retire(application.name()));
  }

  /** Waits for the end of an application that reads a bounded stream, and takes it down. */
  public void awaitEnd(FlinkApplication application, Duration patience) {
    new Applications(file, surroundings(ProgressListener.SILENT))
        .awaitEnd(application.name(), patience);
    whileLocked(
        ProgressListener.SILENT, here -> new Applications(file, here).retire(application.name()));
  }

  /** Starts Airflow with its relay and what they need; leaves alone what runs. */
  public void startAirflow(ProgressListener progress) {
    FreeSpace.require(folder.root(), FreeSpace.FOR_DATA);
    whileLocked(
        progress,
        here -> {
          Airflow airflow = new Airflow(file, here);
          if (airflow.chosePorts()) {
            parts(here).stopAirflow(); // what of it still runs knows the old address
          }
          parts(here)
              .start(Part.withNeeds(Set.of(Part.KAFKA, Part.REGISTRY, Part.CATALOG, Part.LINEAGE)));
          airflow.start();
        });
  }

  public void stopAirflow(ProgressListener progress) {
    whileLocked(progress, here -> parts(here).stopAirflow());
  }

  /** The id of the application's newest completed checkpoint, 0 before the first. */
  public long completedCheckpoint(FlinkApplication application) {
    return new Applications(file, surroundings(ProgressListener.SILENT))
        .completedCheckpoint(application.name());
  }

  /** The settings of everything that talks to this platform. */
  public Settings settings() {
    return Settings.forProcess(folder.profile(), environment);
  }

  public StateFolder folder() {
    return folder;
  }

  private PlatformParts parts(Surroundings here) {
    return new PlatformParts(file, here);
  }

  private PartStatus status(Engine engine) {
    Path log = folder.log(engine.name());

    return file.read()
        .part(engine.name())
        .map(started -> PartStatus.of(engine, started, log))
        .orElseGet(() -> PartStatus.stopped(engine.name(), log));
  }

  private void whileLocked(ProgressListener progress, Consumer<Surroundings> action) {
    try (StateLock lock = StateLock.take(folder, progress)) {
      action.accept(surroundings(progress));
    }
  }

  private <T> T whileLocked(Function<Surroundings, T> action, ProgressListener progress) {
    try (StateLock lock = StateLock.take(folder, progress)) {
      return action.apply(surroundings(progress));
    }
  }

  private Surroundings surroundings(ProgressListener progress) {
    Cache cache = Cache.of(environment);

    return new Surroundings(
        folder,
        new Ports(file, settings.ports()),
        new Secrets(file),
        settings,
        modules,
        new Programs(cache),
        new JavaRuntimes(environment, cache),
        new PythonEnvironments(cache),
        progress);
  }
}
