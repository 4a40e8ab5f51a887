package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Modules;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sun.misc.Signal;

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
  public record Outcome(int exitCode, JsonNode result) {
    /** Why it failed, where that is no matter of a single day or table. */
    Optional<String> failure() {
      return Optional.of(result.path("failure").asText()).filter(text -> !text.isEmpty());
    }

    /**
     * Whether it failed as a whole, or was killed. What was looked at and not found right is a
     * result.
     */
    boolean hasNoResult() {
      return failure().isPresent()
          || exitCode != 0
              && Stream.of(Fault.values()).noneMatch(each -> each.exitCode() == exitCode);
    }

    /**
     * Such as {@code Nightly failed: the catalog is away; its log is nightly.log}. Of what the
     * caller has to put right the reason says all.
     */
    public String line(String what, Path log) {
      if (exitCode == Fault.CALLER.exitCode() && failure().isPresent()) {
        return failure().get();
      }

      return "%s failed%s; its log is %s"
          .formatted(what, failure().map(reason -> ": " + reason).orElse(""), log);
    }
  }

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
    ProcessBuilder builder =
        builder(module, mainClass, arguments, log)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(settings);

    return run(builder, process -> {});
  }

  /**
   * The same for an application that tells its progress on standard error.
   *
   * @param progress gets each line of it
   * @param log where all that it says goes
   */
  public Outcome run(
      String module, String mainClass, List<String> arguments, Consumer<String> progress, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        builder(module, mainClass, arguments, log)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));

    return run(builder, process -> tell(process, progress, log));
  }

  /**
   * The same for one that goes on until it is told to end, and then ends well: SIGTERM and Ctrl-C
   * are handed on, and it is waited for.
   */
  public Outcome runUntilTold(
      String module, String mainClass, List<String> arguments, Consumer<String> progress, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        builder(module, mainClass, arguments, log)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));

    return run(
        builder,
        process -> {
          // A handler in the place of the JVM's own, which would end this process first.
          for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), told -> process.destroy());
          }
          tell(process, progress, log);
        });
  }

  private static void tell(Process process, Consumer<String> progress, Path log) {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        BufferedWriter kept =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.append(line).append('\n').flush();
        progress.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ProcessBuilder builder(String module, String mainClass, List<String> arguments, Path log)
      throws IOException {
    Files.createDirectories(log.getParent());
    Path options = modules.target(module).resolve("jvm.options");
    List<String> command =
        modules.java(module, Files.exists(options) ? List.of("@" + options) : List.of(), mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("FRESHET_PROFILE", profile.toString());

    return builder;
  }

  /**
   * @param watch returns when the process has no more to say
   */
  private static Outcome run(ProcessBuilder builder, Consumer<Process> watch)
      throws IOException, InterruptedException {
    Path json = Files.createTempFile("freshet-", ".json");
    try {
      builder.command().addAll(List.of("--json", json.toString()));
      Process process = builder.start();
      // Ctrl-C reaches the child through the terminal; a killed launcher takes it along here.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      watch.accept(process);
      int exitCode = process.waitFor();

      return new Outcome(exitCode, read(json, exitCode));
    } finally {
      Files.deleteIfExists(json);
    }
  }

  private static JsonNode read(Path json, int exitCode) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    if (Files.size(json) > 0) {
      return mapper.readTree(json.toFile());
    }

    return mapper
        .createObjectNode()
        .put("ok", false)
        .put("failure", "it ended with exit code %d and no result".formatted(exitCode));
  }

  /** The result of a run that must have worked. */
  public static JsonNode require(Outcome outcome, String what, Path log) {
    if (outcome.exitCode() != 0) {
      throw new FreshetException(fault(outcome.exitCode()), outcome.line(what, log));
    }

    return outcome.result();
  }

  private static Fault fault(int exitCode) {
    return Stream.of(Fault.values())
        .filter(fault -> fault.exitCode() == exitCode)
        .findFirst()
        .orElse(Fault.OURS);
  }
}
