package io.freshet.cli.drill;

import io.freshet.assurance.freshness.Freshness;
import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.cli.demo.LastingDemo;
import io.freshet.cli.lake.FreshnessTable;
import io.freshet.cli.lake.ProofRequest;
import io.freshet.cli.lake.Proofs;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.story.Backlog;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The embedded platform that is up, and a small marketplace on it. */
final class PlatformGround implements Ground {
  private static final Duration WELL_WITHIN = Duration.ofMinutes(10);

  /** More than a round of the console: what it has seen flow it misses when that stops. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(12);

  private final Workspace workspace;
  private final Platform platform;
  private final ConsoleSight console;
  private final ProgressListener progress;

  PlatformGround(Workspace workspace, ConsoleSight console, ProgressListener progress) {
    this.workspace = workspace;
    this.platform = workspace.platform();
    this.console = console;
    this.progress = progress;
  }

  @Override
  public void awaitWell() throws InterruptedException {
    progress.progress("drill", "waiting until nothing is wrong");
    new Patience("The platform", WELL_WITHIN, BETWEEN_LOOKS, failure -> false)
        .awaitTwice(
            () -> {
              new LastingDemo(workspace).startMarketplace(ProgressListener.SILENT);
              trouble()
                  .ifPresent(
                      trouble -> {
                        throw new FreshetException(Fault.DEPENDENCY, trouble);
                      });

              return true;
            });
  }

  /** The first thing that is wrong already. */
  private Optional<String> trouble() {
    Optional<PartStatus> away = platform.status().stream().filter(this::isAway).findFirst();
    if (away.isPresent()) {
      return Optional.of(
          "%s is %s; mend it with ./freshet up"
              .formatted(away.get().name(), away.get().state().name().toLowerCase(Locale.ROOT)));
    }
    List<Freshness> tables = tables();
    Optional<Freshness> late = tables.stream().filter(PlatformGround::isLate).findFirst();
    if (late.isPresent()) {
      return Optional.of("%s is late; see ./freshet freshness".formatted(late.get().table()));
    }
    if (tables.stream().noneMatch(PlatformGround::isFlowing)) {
      return Optional.of("No event has come into a table lately");
    }
    int open = console.openAlerts();

    return open == 0
        ? Optional.empty()
        : Optional.of("%d alerts last; see %s/alerts".formatted(open, console.address()));
  }

  /** An application may have been stopped for good, and nobody heals what is no part of it all. */
  private boolean isAway(PartStatus part) {
    boolean isOfAll = Part.labelled(part.name()).isPresent();
    boolean isOfFlink =
        platform.applications().stream()
            .flatMap(each -> Stream.of(each.jobManager(), each.taskManager()))
            .anyMatch(part.name()::equals);

    return switch (part.state()) {
      case RUNNING -> false;
      case STOPPED -> isOfAll;
      case STARTING, DEAD -> isOfAll || isOfFlink;
    };
  }

  private List<Freshness> tables() {
    return FreshnessTable.read(workspace, Proofs.streamTables(workspace.contracts()));
  }

  private static boolean isLate(Freshness table) {
    return table.verdict() == Freshness.Verdict.LATE;
  }

  private static boolean isFlowing(Freshness table) {
    return table.commitAge().filter(age -> age.compareTo(table.budget()) < 0).isPresent();
  }

  @Override
  public void inject(DrillFault fault) {
    switch (fault.way()) {
      case KILLED -> platform.kill(fault.process());
      case ASLEEP -> platform.pause(fault.process());
      case STOPPED -> platform.stop(application(fault.process()));
    }
  }

  private FlinkApplication application(String name) {
    return platform.applications().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new FreshetException(Fault.CALLER, name + " was never started here"));
  }

  @Override
  public boolean shows(Sign sign) {
    return Backlog.told(() -> console.shows(sign)).orElse(false);
  }

  @Override
  public boolean isMended(DrillFault fault) {
    Set<String> processes = Set.copyOf(fault.processes());
    if (processes.stream().anyMatch(name -> !platform.isRunning(name) || platform.isPaused(name))) {
      return false;
    }
    boolean answers =
        platform.status().stream()
            .filter(part -> processes.contains(part.name()))
            .allMatch(part -> part.state() == PartStatus.State.RUNNING);

    return answers
        && Backlog.told(() -> tables().stream().noneMatch(PlatformGround::isLate)).orElse(false)
        && (fault.sign().isAlert() || !shows(fault.sign()));
  }

  @Override
  public void mend(DrillFault fault) throws InterruptedException {
    fault.processes().stream().filter(platform::isPaused).forEach(platform::resume);
    new Patience("The platform")
        .await(
            () -> {
              new Pipeline(workspace).up(progress);

              return true;
            });
  }

  @Override
  public Proven prove() throws Exception {
    Set<Proof> proofs =
        new Proofs(workspace)
            .prove(Proofs.streamTables(workspace.contracts()), ProofRequest.SINCE)
            .keySet();

    return new Proven(
        proofs.stream().allMatch(Proof::ok),
        proofs.size(),
        proofs.stream().mapToLong(proof -> proof.totals().found()).sum(),
        proofs.stream().mapToLong(proof -> proof.totals().missing()).sum(),
        proofs.stream().mapToLong(proof -> proof.totals().doubled()).sum());
  }
}
