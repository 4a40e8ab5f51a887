package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a module's application in the foreground, from its own class path, and takes its JSON
 * result. No process but this one ever holds the engine's classes.
 */
public final class ModuleProcess {
  private final Modules modules;
  private final Path profile;

  public ModuleProcess(Modules modules, Path profile) {
    this.modules = modules;
    this.profile = profile;
  }

  /**
   * What an application answered.
   *
   * @param result only {@code ok} and {@code failure} when it failed before it could say anything
   */
  public record Outcome(int exitCode, JsonNode result) {}

  /**
   * @param module the folder of the module, such as {@code batch/spark-jobs}
   * @param settings as environment variables, over the profile
   * @param log where its standard error goes
   */
  public Outcome run(
      String module,
      String mainClass,
      List<String> arguments,
      Map<String, String> settings,
      Path log)
      throws IOException, InterruptedException {
    Path json = Files.createTempFile("freshet-", ".json");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      Path options = modules.target(module).resolve("jvm.options");
      if (Files.exists(options)) {
        command.add("@" + options);
      }
      command.addAll(List.of("-cp", modules.classPath(module), mainClass));
      command.addAll(arguments);
      command.addAll(List.of("--json", json.toString()));
      Process process = start(command, settings, log);

      int exitCode = process.waitFor();

      return new Outcome(exitCode, read(json, exitCode, log));
    } finally {
      Files.deleteIfExists(json);
    }
  }

  private Process start(List<String> command, Map<String, String> settings, Path log)
      throws IOException {
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.putAll(settings);
    environment.put("FRESHET_PROFILE", profile.toString());
    Process process = builder.start();
    // Ctrl-C reaches the child through the terminal; a killed launcher takes it along here.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));

    return process;
  }

  private static JsonNode read(Path json, int exitCode, Path log) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    if (Files.size(json) > 0) {
      return mapper.readTree(json.toFile());
    }

    return mapper
        .createObjectNode()
        .put("ok", false)
        .put("failure", "Exit code %d; its log is %s".formatted(exitCode, log));
  }

  /** The result of a run that must have worked. */
  public static JsonNode require(Outcome outcome, String what, Path log) {
    if (outcome.exitCode() != 0) {
      throw new FreshetException(
          outcome.exitCode() == Fault.DEPENDENCY.exitCode() ? Fault.DEPENDENCY : Fault.OURS,
          "%s failed with exit code %d; its log is %s".formatted(what, outcome.exitCode(), log));
    }

    return outcome.result();
  }
}
