package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.Carriers;
import io.freshet.cli.contract.diff.sql.Sought;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The project's own readers by what is written in them: lineage knows only those that have run, and
 * a build server has none. A word is no proof, and so they are told apart from lineage's.
 */
public final class ProjectSources {
  private final List<Source> sources;
  private final DbtModels dbt;

  private ProjectSources(List<Source> sources, DbtModels dbt) {
    this.sources = List.copyOf(sources);
    this.dbt = dbt;
  }

  /** Those of a checkout; none where there is none. */
  public static ProjectSources of(Path project) {
    ProjectFolder folder = new ProjectFolder(project);
    List<SqlSource> models =
        folder.files("dbt/models", ".sql").stream().map(SqlSource::model).toList();
    List<Source> sources = new ArrayList<>(models);
    sources.addAll(SqlSource.applications(folder.files("ingestion/sql-apps", ".yaml")));
    sources.addAll(NightlyJobs.of(folder.files("batch/spark-jobs/src/main", ".java")));
    folder.files("notebooks", ".ipynb").stream().map(Program::notebook).forEach(sources::add);
    folder.files("dashboard", ".py").stream().map(Program::dashboard).forEach(sources::add);

    return new ProjectSources(sources, DbtModels.of(models, folder.files("dbt/macros", ".sql")));
  }

  /** Whoever may read it, the surest first. Who names only other columns does not. */
  public List<Mention> mentions(Sought sought) {
    Carriers carriers = dbt.carriers(sought);

    return sources.stream()
        .flatMap(source -> source.mention(sought, carriers).stream())
        .sorted(Comparator.comparing(Mention::how))
        .toList();
  }
}
