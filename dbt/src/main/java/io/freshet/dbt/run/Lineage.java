package io.freshet.dbt.run;

import io.freshet.core.toolkit.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where OpenLineage events go, which say what each model read and wrote. Keys start with {@code
 * lineage.}; without any there are none.
 *
 * @param url of a server with OpenLineage's HTTP API
 * @param file that gets a line an event
 */
record Lineage(Optional<String> url, Optional<String> file) {
  private static final Set<String> TELLING = Set.of("build", "run", "test", "seed", "snapshot");

  static Lineage from(Settings settings) {
    return new Lineage(settings.optionalText("lineage.url"), settings.optionalText("lineage.file"));
  }

  static Lineage none() {
    return new Lineage(Optional.empty(), Optional.empty());
  }

  boolean isWanted(DbtArguments arguments) {
    return (url.isPresent() || file.isPresent())
        && arguments.command().filter(TELLING::contains).isPresent();
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("OPENLINEAGE_NAMESPACE", "freshet");
    if (url.isPresent()) {
      environment.put("OPENLINEAGE__TRANSPORT__TYPE", "http");
      environment.put("OPENLINEAGE__TRANSPORT__URL", url.get());
    } else if (file.isPresent()) {
      environment.put("OPENLINEAGE__TRANSPORT__TYPE", "file");
      environment.put("OPENLINEAGE__TRANSPORT__LOG_FILE_PATH", file.get());
      environment.put("OPENLINEAGE__TRANSPORT__APPEND", "true");
    }

    return environment;
  }
}
