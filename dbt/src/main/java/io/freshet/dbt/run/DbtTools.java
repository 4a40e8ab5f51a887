package io.freshet.dbt.run;

import java.io.File;
import java.nio.file.Path;

/**
 * dbt's own Python environment.
 *
 * @param programs the folder that holds {@code dbt} and {@code dbt-ol}, the same with lineage
 */
public record DbtTools(Path programs) {
  String dbt() {
    return programs.resolve("dbt").toString();
  }

  String dbtWithLineage() {
    return programs.resolve("dbt-ol").toString();
  }

  /** {@code dbt-ol} looks for {@code dbt} on the path. */
  String path(String inherited) {
    return programs + File.pathSeparator + inherited;
  }
}
