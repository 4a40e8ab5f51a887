package io.freshet.core.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * What a process that does one thing and ends is told, and how it answers: by one JSON and an exit
 * code. A command mixes it in; {@link #execute} answers for it where its work fails.
 */
public final class ProcessOptions {
  private static final Logger log = LoggerFactory.getLogger(ProcessOptions.class);
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text")
  private boolean help;

  @Option(names = "--profile", description = "Settings; FRESHET_PROFILE where it is left out")
  private Path profile;

  @Option(
      names = "--json",
      defaultValue = STANDARD_OUTPUT,
      description = "Where the answer goes; - is standard output")
  private String json;

  /** Something that is done by a process's settings. */
  @FunctionalInterface
  public interface Work {
    ObjectNode by(Settings settings) throws Exception;
  }

  /**
   * Runs a command that has these options, or whose subcommands have them. Durations are read as
   * everywhere: {@code 90s}, {@code PT1M30S}.
   *
   * @return the exit code
   */
  public static int execute(CommandLine command, FailedWork failed, String... arguments) {
    return command
        .registerConverter(Duration.class, ProcessOptions::duration)
        .setExecutionExceptionHandler((failure, run, parsed) -> of(run).report(failure, failed))
        .execute(arguments);
  }

  public Path profile() {
    return profile == null ? Settings.profile(System.getenv()) : profile;
  }

  public Settings settings() {
    return Settings.forProcess(profile(), System.getenv());
  }

  /**
   * Does it and prints what came of it.
   *
   * @return the exit code; an answer that isn't {@code ok} is a check that failed
   */
  public int answer(Work work) throws Exception {
    ObjectNode answer = work.by(settings());
    print(answer);

    return answer.path("ok").asBoolean() ? 0 : Fault.OURS.exitCode();
  }

  /** Puts the answer where it was asked for. */
  public void print(ObjectNode answer) {
    String text = answer.toPrettyString() + "\n";
    if (json.equals(STANDARD_OUTPUT)) {
      System.out.print(text);
      return;
    }
    try {
      Files.writeString(Path.of(json), text);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write %s (%s); name a file in a folder that is there and can be written to"
              .formatted(json, e),
          e);
    }
  }

  /** The reason, for the log and as the answer; the stack trace too where it is our bug. */
  private int report(Exception failure, FailedWork failed) {
    Fault fault = failed.fault().apply(failure);
    String reason = FailedWork.reason(failure);
    if (fault == Fault.OURS) {
      log.error("{} failed", failed.work(), failure);
    } else {
      log.error("{}", reason);
    }
    try {
      print(failed.answer().apply(reason));
    } catch (FreshetException unwritten) {
      log.error("{}", unwritten.getMessage());

      return unwritten.fault().exitCode();
    }

    return fault.exitCode();
  }

  private static ProcessOptions of(CommandLine command) {
    return command.getMixins().values().stream()
        .filter(ProcessOptions.class::isInstance)
        .map(ProcessOptions.class::cast)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s has no mixin %s"
                        .formatted(command.getCommandName(), ProcessOptions.class.getName())));
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
