package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The project's modules as Maven has built them; each runs from its own class path.
 *
 * @param project the folder of the root pom
 */
public record Modules(Path project) {

  /** {@code FRESHET_HOME}, or the project that {@code folder} lies in. */
  public static Modules around(Path folder, Map<String, String> environment) {
    String home = environment.get("FRESHET_HOME");
    Path candidate = home == null ? folder.toAbsolutePath() : Path.of(home).toAbsolutePath();
    while (candidate != null) {
      if (Files.exists(candidate.resolve("core").resolve("toolkit").resolve("pom.xml"))) {
        return new Modules(candidate);
      }
      candidate = candidate.getParent();
    }
    throw new FreshetException(
        Fault.CALLER,
        "%s lies in no checkout of Freshet; go to one, or point FRESHET_HOME to it"
            .formatted(home == null ? folder : home));
  }

  public Path target(String module) {
    return project.resolve(module).resolve("target");
  }

  /** The class path of a module that runs as a process. */
  public String classPath(String module) {
    Path classes = target(module).resolve("classes");
    Path dependencies = target(module).resolve("classpath");
    if (!Files.exists(dependencies)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is not built: %s is missing; run mvn -q process-classes in %s"
              .formatted(module, project.relativize(dependencies), project));
    }
    try {
      return classes + File.pathSeparator + Files.readString(dependencies).strip();
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + dependencies, e);
    }
  }
}
