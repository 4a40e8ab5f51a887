package io.freshet.cli.app;

import io.freshet.cli.Workspace;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The versions of one application that were run here, and which of them runs. */
final class Versions {
  private static final String CURRENT = "current";
  private static final String PLAN = "plan.json";

  private final Path folder;

  private Versions(Path folder) {
    this.folder = folder;
  }

  static Versions of(Workspace workspace, String application) {
    return new Versions(
        workspace.state().root().toAbsolutePath().resolve("sql-apps").resolve(application));
  }

  Path folder() {
    return folder;
  }

  /** Has a check compare with the version that runs, or whose state waits for the next start. */
  List<String> compared() {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current)) {
      return List.of();
    }
    try {
      return compared(folder.resolve(Files.readString(current).strip()).resolve(PLAN));
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + current, e);
    }
  }

  /** Has a check compare with that plan. */
  static List<String> compared(Path plan) {
    return List.of("--running", plan.toString());
  }

  /** From now on that one runs. */
  void run(String version) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(CURRENT), version + "\n");
  }
}
