package io.freshet.warehouse.snowflake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What the processes of this module have in common: a profile in, one JSON answer out. */
public final class ProcessOptions {
  private static final Logger log = LoggerFactory.getLogger(ProcessOptions.class);
  private static final String STANDARD_OUTPUT = "-";

  @Option(names = "--profile", description = "Settings; FRESHET_PROFILE where it is left out")
  private Path profile;

  @Option(
      names = "--json",
      defaultValue = STANDARD_OUTPUT,
      description = "Where the answer goes; - is standard output")
  private String json;

  private final Map<String, String> environment = System.getenv();

  /** Something that is done by these settings. */
  @FunctionalInterface
  public interface Work {
    ObjectNode by(Settings settings) throws Exception;
  }

  public static int execute(Object command, String name, String... arguments) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              Fault fault = LakeFailures.fault(failure);
              if (fault == Fault.OURS) {
                log.error("{} failed", name, failure);
              } else {
                log.error("{}", failure.getMessage());
              }

              return fault.exitCode();
            })
        .execute(arguments);
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** Does it and writes what came out: the answer, or why there is none. */
  public int answer(Work work) {
    ObjectNode result;
    try {
      result = work.by(settings());
    } catch (Exception e) {
      return failed(e);
    }
    write(result);

    return result.path("ok").asBoolean() ? 0 : Fault.OURS.exitCode();
  }

  private int failed(Exception failure) {
    Fault fault = LakeFailures.fault(failure);
    if (fault == Fault.OURS) {
      log.error("Failed", failure);
    } else {
      log.error("{}", failure.getMessage());
    }
    write(
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", false)
            .put("failure", String.valueOf(failure.getMessage())));

    return fault.exitCode();
  }

  private Settings settings() {
    Path file = profile == null ? Settings.profile(environment) : profile;

    return Settings.forProcess(file, environment);
  }

  private void write(ObjectNode result) {
    String text = result.toPrettyString() + "\n";
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
}
