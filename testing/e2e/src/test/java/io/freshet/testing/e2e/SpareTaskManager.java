package io.freshet.testing.e2e;

import io.freshet.local.PartStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A second TaskManager of an application, of which the platform knows nothing: it takes over from
 * one that is paused. Started as that one was, but for its ports; killed when it is closed.
 */
final class SpareTaskManager implements AutoCloseable {
  private final Process process;

  private SpareTaskManager(Process process) {
    this.process = process;
  }

  static SpareTaskManager beside(PartStatus first) throws IOException {
    Path running = Path.of("/proc", Long.toString(first.pid().orElseThrow()));
    List<String> command = new ArrayList<>(texts(running.resolve("cmdline")).toList());
    command.addAll(
        List.of(
            "-Dtaskmanager.rpc.port=0",
            "-Dtaskmanager.data.port=0",
            "-Dtaskmanager.data.bind-port=0"));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.clear();
    texts(running.resolve("environ"))
        .map(variable -> variable.split("=", 2))
        .forEach(variable -> environment.put(variable[0], variable[1]));
    Process process =
        builder
            .directory(running.resolve("cwd").toRealPath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    first.log().resolveSibling(first.name() + "-spare.log").toFile()))
            .start();

    return new SpareTaskManager(process);
  }

  private static Stream<String> texts(Path file) throws IOException {
    return Stream.of(Files.readString(file, StandardCharsets.UTF_8).split("\0"));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
