package io.freshet.cli.platform;

import io.freshet.cli.Workspace;
import io.freshet.cli.contract.ContractApplier;
import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.engine.TrinoSecurity;
import io.freshet.warehouse.trino.access.AccessFiles;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.Groups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The whole embedded pipeline: parts, contracts, and the Flink applications between them. */
public final class Pipeline {
  private static final int WRITER_MEGABYTES = 1400;
  private static final int ETA_MEGABYTES = 1000;
  private static final int VALIDATOR_MEGABYTES = 768;

  private final Workspace workspace;

  public Pipeline(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * Starts what is missing; a second call finds the first one's work.
   *
   * @param etaSettings as of {@link #eta}
   */
  public void up(ProgressListener progress, String... etaSettings) throws Exception {
    Platform platform = workspace.platform();
    prepare(EnumSet.allOf(Part.class), progress);
    startWriters(progress);
    platform.start(eta(etaSettings), progress);
    if (takesRawJson()) {
      platform.start(validator(), progress);
    }
  }

  /** Starts the validator where the rest is up, and has the writer read what it refuses. */
  public void startValidator(ProgressListener progress) throws Exception {
    if (!takesRawJson()) {
      throw new FreshetException(
          Fault.CALLER,
          "No contract takes raw JSON; give one the customProperty takesRawJson: true");
    }
    applyContracts(progress);
    startWriters(progress);
    workspace.platform().start(validator(), progress);
  }

  private boolean takesRawJson() {
    return !RawJson.takers(workspace.contracts()).isEmpty();
  }

  /** Parts with streams and tables, and no application yet. */
  public void prepare(Set<Part> parts, ProgressListener progress) throws Exception {
    writeAccess();
    workspace.platform().up(parts, progress);
    applyContracts(progress);
  }

  /** Before Trino starts: it reads its resource groups only then. */
  private void writeAccess() throws IOException {
    Path folder = TrinoSecurity.accessFolder(workspace.state());
    PrivateFiles.createFolder(folder);
    AccessFiles files = new AccessFiles(folder);
    Contracts contracts = Contracts.read(workspace.modules().project().resolve("contracts"));
    files.write(contracts, withConsole(files.groups(), AccessRules.roles(contracts)));
  }

  /** The console is an analyst until somebody says otherwise with {@code freshet token}. */
  static Groups withConsole(Groups groups, Set<String> roles) {
    return groups.rolesOf(Groups.CONSOLE_USER).isEmpty() && roles.contains(AccessPolicy.ANALYST)
        ? groups.withRole(Groups.CONSOLE_USER, AccessPolicy.ANALYST, roles)
        : groups;
  }

  private void applyContracts(ProgressListener progress) throws Exception {
    try (ContractApplier applier = ContractApplier.open(workspace.settings())) {
      List<Change> plan = applier.plan(workspace.contracts());
      List<Change> refused =
          plan.stream().filter(change -> change.action() == Change.Action.REFUSE).toList();
      if (!refused.isEmpty()) {
        throw new FreshetException(Fault.CALLER, refusal(refused, workspace.state().root()));
      }
      ContractApplier.run(plan);
      long changed = plan.stream().filter(change -> change.action() != Change.Action.NONE).count();
      progress.progress("contracts", "%d of %d resources changed".formatted(changed, plan.size()));
    }
  }

  static String refusal(List<Change> refused, Path folder) {
    return refused.stream()
        .map(change -> "%s: %s".formatted(change.resource(), change.detail()))
        .collect(
            Collectors.joining(
                "\n",
                "",
                "\nMend the contract; or, where it is the platform's own that has changed, stop the"
                    + " platform with ./freshet down and delete %s with all its data"
                        .formatted(folder)));
  }

  /**
   * Starts the writers that the contracts ask for. Those that take other streams than they should
   * let go of them all first, so that nobody writes a table while another begins to.
   */
  private void startWriters(ProgressListener progress) {
    Platform platform = workspace.platform();
    List<WriterPool> pools = pools();
    for (FlinkApplication before : platform.applications()) {
      if (WriterPool.isWriter(before) && pools.stream().noneMatch(pool -> pool.isTakenBy(before))) {
        letGo(before, progress);
      }
    }
    pools.forEach(pool -> platform.start(writer(pool, List.of()), progress));
  }

  /**
   * A writer that runs commits what it has read; whoever takes its streams next goes on from the
   * ledgers of their tables, as its state speaks of streams that are no longer its own.
   */
  private void letGo(FlinkApplication writer, ProgressListener progress) {
    if (runs(writer)) {
      progress.progress(writer.name(), "it commits what it has read");
      try {
        workspace.platform().savepointAndStop(writer);
      } catch (FreshetException e) {
        // What it has not committed is read again.
        progress.progress(writer.name(), "it can't: " + e.getMessage());
      }
    }
    workspace.platform().retire(writer);
  }

  /** Stops writers, and lets them forget their state: they go on by their tables' ledgers. */
  public void retireWriters() {
    workspace.platform().applications().stream()
        .filter(WriterPool::isWriter)
        .forEach(workspace.platform()::retire);
  }

  private boolean runs(FlinkApplication application) {
    return workspace.platform().status().stream()
        .anyMatch(
            part ->
                part.name().equals(application.jobManager())
                    && part.state() == PartStatus.State.RUNNING);
  }

  /** Changes what the contracts ask of the writers; one that has to change does so around it. */
  public void aroundWriters(Contract contract, Runnable change, ProgressListener progress) {
    Optional<FlinkApplication> before =
        pools().stream()
            .filter(pool -> pool.streams().contains(contract.name()))
            .map(pool -> writer(pool, List.of()))
            .filter(this::runs)
            .findFirst();
    before.ifPresent(writer -> letGo(writer, progress));
    change.run();
    if (before.isPresent()) {
      startWriters(progress);
    }
  }

  private List<WriterPool> pools() {
    return WriterPool.of(workspace.contracts());
  }

  /** Of every stream whose contract asks for no writer of its own. */
  public FlinkApplication writer() {
    return writer(pools().get(0), List.of());
  }

  /**
   * One stream alone.
   *
   * @param settings over those of the profile, such as {@code --writer.path=rows}
   */
  public FlinkApplication writer(Contract contract, String... settings) {
    return writer(new WriterPool("writer", List.of(contract.name())), List.of(settings));
  }

  /**
   * Some streams in one job.
   *
   * @param settings over those of the profile
   */
  public FlinkApplication writer(List<String> streams, String... settings) {
    return writer(new WriterPool("writer", streams), List.of(settings));
  }

  private FlinkApplication writer(WriterPool pool, List<String> more) {
    List<String> arguments =
        new ArrayList<>(List.of("--profile", workspace.profileFile().toString(), pool.argument()));
    arguments.addAll(more);

    return new FlinkApplication(
            pool.application(),
            "ingestion/flink-iceberg-writer",
            "io.freshet.ingestion.writer.WriterApplication",
            arguments,
            1,
            WRITER_MEGABYTES)
        // What it keeps is few large arrays: marking them again and again costs and frees nothing.
        .with("env.java.opts.taskmanager", "-XX:+UseParallelGC");
  }

  /**
   * @param settings over those of the profile, such as {@code --eta.checkpoint-interval=5s}
   */
  public FlinkApplication eta(String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("--profile", workspace.profileFile().toString()));
    arguments.addAll(List.of(settings));

    return new FlinkApplication(
        "eta",
        "serving/redis-eta",
        "io.freshet.serving.eta.EtaApplication",
        arguments,
        1,
        ETA_MEGABYTES);
  }

  /** Raw JSON onto the streams of the contracts that take it. */
  public FlinkApplication validator() {
    return new FlinkApplication(
        "validator",
        "ingestion/json-validator",
        "io.freshet.ingestion.validator.ValidatorApplication",
        List.of("--profile", workspace.profileFile().toString()),
        1,
        VALIDATOR_MEGABYTES);
  }
}
