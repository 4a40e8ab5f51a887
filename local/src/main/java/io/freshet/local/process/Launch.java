package io.freshet.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process to start: what to execute, with which additions to the environment, and where. */
public record Launch(List<String> command, Map<String, String> environment, Path folder) {
  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
