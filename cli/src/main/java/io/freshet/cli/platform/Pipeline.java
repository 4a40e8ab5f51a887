package io.freshet.cli.platform;

import io.freshet.cli.Workspace;
import io.freshet.cli.contract.ContractApplier;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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

  /** Starts what is missing; a second call finds the first one's work. */
  public void up(ProgressListener progress) throws Exception {
    Platform platform = workspace.platform();
    prepare(EnumSet.allOf(Part.class), progress);
    platform.start(writer(), progress);
    platform.start(eta(), progress);
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
    workspace.platform().start(writer(), progress);
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
    new AccessFiles(folder)
        .write(Contracts.read(workspace.modules().project().resolve("contracts")));
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
   * Changes what the contracts ask of the writer. If it runs, it commits what it has read, and goes
   * on with them from the ledgers of its tables: its state would speak of streams that may be gone.
   */
  public void aroundWriter(Runnable change, ProgressListener progress) {
    Platform platform = workspace.platform();
    FlinkApplication before = writer();
    boolean runs =
        platform.status().stream()
            .anyMatch(
                part ->
                    part.name().equals(before.jobManager())
                        && part.state() == PartStatus.State.RUNNING);
    if (runs) {
      progress.progress(before.name(), "it commits what it has read");
      platform.savepointAndStop(before);
      platform.retire(before);
    }
    change.run();
    if (runs) {
      platform.start(writer(), progress);
    }
  }

  /**
   * One pool for every stream that has a table. Dead letters are written beside them; where others
   * than the writer find some, it reads their stream as well.
   */
  public FlinkApplication writer() {
    boolean othersFindSome = takesRawJson();
    String streams =
        workspace.contracts().all().stream()
            .filter(contract -> contract.stream().isPresent() && contract.table().isPresent())
            .map(Contract::name)
            .filter(name -> othersFindSome || !name.equals(Contracts.DEAD_LETTERS))
            .collect(Collectors.joining(","));

    return writer(streams, List.of());
  }

  /**
   * One stream alone.
   *
   * @param settings over those of the profile, such as {@code --writer.path=rows}
   */
  public FlinkApplication writer(Contract contract, String... settings) {
    return writer(contract.name(), List.of(settings));
  }

  private FlinkApplication writer(String streams, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--profile", workspace.profileFile().toString(), "--writer.streams=" + streams));
    arguments.addAll(more);

    return new FlinkApplication(
            "writer",
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
            ETA_MEGABYTES)
        // Its heap is full of small objects that live long and change often: G1 spends more on
        // knowing who refers to whom than the work itself takes (docs/benchmarks/0004).
        .with("env.java.opts.taskmanager", "-XX:+UseParallelGC");
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
