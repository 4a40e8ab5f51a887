package io.freshet.dbt.run;

import java.nio.file.Path;
import java.util.Map;

/**
 * A dbt project and where its runs leave their artifacts.
 *
 * @param folder holds {@code dbt_project.yml} and {@code profiles.yml}
 * @param artifacts manifest, results and documentation of the newest run
 */
public record DbtProject(Path folder, Path artifacts, Path logs) {
  /** The project of an installation, whose artifacts go into its state folder. */
  public static DbtProject of(Path project, Path state) {
    return new DbtProject(
        project.resolve("dbt"), state.resolve("dbt"), state.resolve("logs").resolve("dbt"));
  }

  public Path requirements() {
    return folder.resolve("requirements.txt");
  }

  /** The documentation as one page that needs no server. */
  public Path documentation() {
    return artifacts.resolve("static_index.html");
  }

  public Path manifest() {
    return artifacts.resolve("manifest.json");
  }

  /** For dbt; its own options have precedence over them. */
  Map<String, String> environment() {
    return Map.of(
        "DBT_PROJECT_DIR", folder.toString(),
        "DBT_PROFILES_DIR", folder.toString(),
        "DBT_TARGET_PATH", artifacts.toString(),
        "DBT_LOG_PATH", logs.toString());
  }
}
