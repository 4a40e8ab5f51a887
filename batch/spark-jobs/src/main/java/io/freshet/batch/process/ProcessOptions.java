package io.freshet.batch.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import picocli.CommandLine.Option;

/** What every application of this module is told, and how it answers: by JSON and an exit code. */
public final class ProcessOptions {
  private static final ObjectMapper JSON = new ObjectMapper();
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
      description = "Where the summary goes; - is standard output")
  private String json;

  public Path profile() {
    return profile == null ? Settings.profile(System.getenv()) : profile;
  }

  public void print(ObjectNode summary) throws IOException {
    String text = summary.toPrettyString() + "\n";
    if (json.equals(STANDARD_OUTPUT)) {
      System.out.print(text);
    } else {
      Files.writeString(Path.of(json), text);
    }
  }

  /**
   * The reason, for the log and as the result; the stack trace too where it is our bug.
   *
   * @param what has failed, such as {@code Nightly}
   * @return the exit code
   */
  public int report(String what, Exception failure, Logger log) throws IOException {
    Fault fault = LakeFailures.fault(failure);
    String reason = LakeFailures.reason(failure);
    if (fault == Fault.OURS) {
      log.error("{} failed", what, failure);
    } else {
      log.error("{}", reason);
    }
    print(JSON.createObjectNode().put("ok", false).put("failure", reason));

    return fault.exitCode();
  }
}
