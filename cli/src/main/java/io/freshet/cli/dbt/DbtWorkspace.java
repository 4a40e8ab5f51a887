package io.freshet.cli.dbt;

import io.freshet.cli.Workspace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.dbt.generate.StagingFiles;
import io.freshet.dbt.lookml.LookmlFiles;
import io.freshet.dbt.run.DbtArguments;
import io.freshet.dbt.run.DbtOutcome;
import io.freshet.dbt.run.DbtProject;
import io.freshet.dbt.run.DbtRunner;
import io.freshet.dbt.run.DbtTools;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The dbt project of this installation, with its Python environment. */
final class DbtWorkspace {
  private final Workspace workspace;
  private final DbtProject project;
  private final ProgressListener progress;

  DbtWorkspace(Workspace workspace, ProgressListener progress) {
    this.workspace = workspace;
    this.project = DbtProject.of(workspace.modules().project(), workspace.state().root());
    this.progress = progress;
  }

  /** Brings up to date what follows from contracts and models; returns what changed. */
  List<Path> generate() throws Exception {
    List<Path> changed =
        new ArrayList<>(StagingFiles.of(workspace.contracts()).write(project.folder()));
    // All of it: beside what it has parsed before, dbt misses sources that have just been added.
    DbtOutcome parsed =
        run(new DbtArguments(List.of("--quiet", "--no-partial-parse", "parse")), Redirect.INHERIT);
    if (parsed.fault().isPresent()) {
      throw new FreshetException(
          parsed.fault().get(), "dbt cannot read its project, so there is no LookML: see above");
    }
    changed.addAll(
        LookmlFiles.of(project.manifest(), workspace.contracts()).write(project.folder()));

    return changed;
  }

  /** Refuses to build models on what contracts said at another time. */
  void requireGenerated() {
    List<Path> outdated = StagingFiles.of(workspace.contracts()).outdated(project.folder());
    if (!outdated.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "dbt/%s is not what the contracts in %s say%s; run ./freshet dbt generate"
              .formatted(
                  outdated.get(0),
                  workspace.contractsFolder(),
                  outdated.size() == 1
                      ? ""
                      : ", and neither are %d others".formatted(outdated.size() - 1)));
    }
  }

  DbtOutcome run(DbtArguments arguments, Redirect output) throws Exception {
    Path programs =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("dbt", project.requirements(), progress)
            .home()
            .resolve("bin");

    return new DbtRunner(
            new DbtTools(programs),
            project,
            workspace::settings,
            workspace.contracts(),
            System.getenv())
        .run(arguments, output);
  }

  Path documentation() {
    return project.documentation();
  }
}
