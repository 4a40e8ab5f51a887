package io.freshet.local;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where an embedded platform keeps all it has: it may be deleted when the platform is down.
 *
 * @param root usually {@code .freshet} in the project
 */
public record StateFolder(Path root) {
  public StateFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** {@code FRESHET_STATE}, or {@code .freshet} in the project. */
  public static StateFolder of(Map<String, String> environment, Path project) {
    String chosen = environment.get("FRESHET_STATE");

    return new StateFolder(chosen == null ? project.resolve(".freshet") : Path.of(chosen));
  }

  /** The settings of everything that talks to this platform. */
  public Path profile() {
    return root.resolve("profile.yaml");
  }

  public Path log(String part) {
    return root.resolve("logs").resolve(part + ".log");
  }

  public Path data(String part) {
    return root.resolve("data").resolve(part);
  }

  /** What runs, on which ports, with which secrets. */
  public Path platformFile() {
    return root.resolve("platform.json");
  }

  /** The names and REST addresses of Flink's JobManagers, a line for each that was started. */
  public Path jobManagers() {
    return root.resolve("jobmanagers");
  }

  /** Held while a command changes what runs. */
  public Path lockFile() {
    return root.resolve("platform.lock");
  }

  /** Written by a starting process itself, so that no launcher's death can lose it. */
  public Path pidFile(String part) {
    return root.resolve("run").resolve(part + ".pid");
  }
}
