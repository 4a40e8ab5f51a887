package io.freshet.bench.start;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Pauses;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Does what a newcomer does, and looks when there is something to see: clones the project, types
 * {@code ./freshet demo} at a terminal, and opens the console.
 */
public final class StartBench {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofHours(2);

  /** A demo goes on only where somebody sees it: Python, which it needs anyhow, is a terminal. */
  private static final String AT_A_TERMINAL =
      "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

  /** A newcomer has set none of the others. */
  private static final Set<String> KEPT =
      Set.of("FRESHET_CACHE", "FRESHET_JVMS", "FRESHET_JAVA25_HOME");

  private static final Map<StartStep, String> SAID =
      Map.of(StartStep.UP, "Everything is up after", StartStep.HELD, "Everything held in");

  private final Path project;
  private final Map<String, String> environment;
  private final ProgressListener progress;

  /**
   * @param project whose checked-out commit is cloned
   * @param environment this process's
   */
  public StartBench(Path project, Map<String, String> environment, ProgressListener progress) {
    this.project = project;
    this.environment = Map.copyOf(environment);
    this.progress = progress;
  }

  /** The starts in one clone. */
  public record Clone(Checkout checkout, List<Start> starts) {
    public Clone {
      starts = List.copyOf(starts);
    }
  }

  /** Where demos are started. */
  private record Ground(Checkout checkout, Optional<EmptyCaches> caches, Platform platform) {
    StateFolder folder() {
      return platform.folder();
    }
  }

  /**
   * Clones, and starts a demo for each kind, the one after the other.
   *
   * @param platform the demo's, in a folder of its own, in which the clone and its caches lie, too;
   *     it is down afterwards
   * @param kinds the first of which says whether caches are empty
   */
  public Clone run(Platform platform, List<StartKind> kinds) {
    Path folder = platform.folder().root();
    progress.progress("clone", "of " + project);
    Checkout checkout = Checkout.clone(project, folder.resolve("clone"));
    Optional<EmptyCaches> caches =
        kinds.get(0) == StartKind.COLD
            ? Optional.of(new EmptyCaches(folder.resolve("caches")))
            : Optional.empty();
    Ground ground = new Ground(checkout, caches, platform);
    List<Start> starts = new ArrayList<>();
    for (StartKind kind : kinds) {
      starts.add(start(kind, ground));
      platform.down(progress);
    }

    return new Clone(checkout, starts);
  }

  private Start start(StartKind kind, Ground ground) {
    Path log = ground.folder().root().resolve(kind.label() + ".log");
    List<String> command = command(ground);
    Map<StartStep, Effort> steps = new EnumMap<>(StartStep.class);
    long received = ReceivedBytes.now();
    Instant begun = Instant.now();
    ProcessTree tree;
    try (ChildProcess demo = ChildProcess.start("The demo", command, Map.of(), log)) {
      tree = new ProcessTree(ProcessHandle.of(demo.pid()).orElseThrow());
      Sights sights = new Sights(kind, ground, log, begun);
      while (demo.isAlive()) {
        requireInTime(begun, log);
        tree.look();
        sights.look(step -> note(step, kind, tree, steps));
        Pauses.pause(LOOK_EVERY);
      }
      demo.await();
      note(StartStep.DONE, kind, tree, steps);
      sights.look(step -> note(step, kind, tree, steps)); // what was said at the very end
    }

    return new Start(
        kind,
        kind == StartKind.AGAIN
            ? OptionalDouble.empty()
            : OptionalDouble.of(ground.checkout().seconds()),
        steps,
        tree.peakMegabytes(),
        ReceivedBytes.now() - received,
        kind == StartKind.COLD
            ? ground.caches().map(EmptyCaches::bytes).orElse(Map.of())
            : Map.of());
  }

  /** As it is typed in the clone. */
  private List<String> command(Ground ground) {
    List<String> command =
        new ArrayList<>(List.of("env", "-C", ground.checkout().folder().toString()));
    for (String variable : environment.keySet()) {
      if (variable.startsWith("FRESHET_") && !KEPT.contains(variable) || variable.equals("CI")) {
        command.addAll(List.of("-u", variable));
      }
    }
    command.add("FRESHET_STATE=" + ground.folder().root());
    ground
        .caches()
        .map(each -> each.variables(environment))
        .orElse(Map.of())
        .forEach((variable, value) -> command.add(variable + "=" + value));
    command.addAll(List.of("python3", "-c", AT_A_TERMINAL, "./freshet", "demo"));

    return command;
  }

  private void note(
      StartStep step, StartKind kind, ProcessTree tree, Map<StartStep, Effort> steps) {
    if (steps.putIfAbsent(step, tree.effort()) == null) {
      Effort effort = steps.get(step);
      progress.progress(
          kind.label(),
          String.format(
              Locale.ROOT,
              "%s after %.1f s (%.1f CPU-seconds)",
              step.label(),
              effort.seconds(),
              effort.cpuSeconds()));
    }
  }

  private static void requireInTime(Instant begun, Path log) {
    if (Instant.now().isAfter(begun.plus(PATIENCE))) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The demo is not over after %d minutes; its log is %s"
              .formatted(PATIENCE.toMinutes(), log));
    }
  }

  /** What can be seen of a start from outside. */
  private static final class Sights {
    private final StartKind kind;
    private final Path stamp;
    private final LivePage page;
    private final Path log;
    private final Instant begun;

    Sights(StartKind kind, Ground ground, Path log, Instant begun) {
      this.kind = kind;
      this.stamp = ground.checkout().folder().resolve("target").resolve("built");
      this.page = new LivePage(ground.folder());
      this.log = log;
      this.begun = begun;
    }

    void look(Consumer<StartStep> seen) {
      if (kind != StartKind.AGAIN && Files.exists(stamp)) {
        seen.accept(StartStep.BUILT);
      }
      Optional<String> shown = page.text();
      shown.ifPresent(text -> seen.accept(StartStep.ANSWERED));
      if (shown.filter(text -> LivePage.isLive(text, begun)).isPresent()) {
        seen.accept(StartStep.LIVE);
      }
      String said = said();
      SAID.forEach(
          (step, line) -> {
            if (said.contains(line)) {
              seen.accept(step);
            }
          });
    }

    private String said() {
      try {
        return Files.readString(log, StandardCharsets.ISO_8859_1);
      } catch (IOException e) {
        throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + log, e);
      }
    }
  }
}
