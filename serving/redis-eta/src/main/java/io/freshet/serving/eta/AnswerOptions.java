package io.freshet.serving.eta;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** A profile in, one JSON answer out. */
final class AnswerOptions {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerOptions.class);
  private static final String STANDARD_OUTPUT = "-";

  @Option(names = "--profile", description = "Settings; FRESHET_PROFILE where it is left out")
  private Path profile;

  @Option(
      names = "--json",
      defaultValue = STANDARD_OUTPUT,
      description = "Where the answer goes; - is standard output")
  private String json;

  /** Does it and writes what came of it: the answer, or why there is none. */
  int answer(Function<Settings, ObjectNode> work) {
    try {
      ObjectNode result = work.apply(settings());
      write(result);

      return result.path("ok").asBoolean() ? 0 : Fault.OURS.exitCode();
    } catch (FreshetException e) {
      LOG.error("{}", e.getMessage());
      write(failure(e));

      return e.fault().exitCode();
    } catch (RuntimeException e) {
      LOG.error("Failed", e);
      write(failure(e));

      return Fault.OURS.exitCode();
    }
  }

  private Settings settings() {
    Map<String, String> environment = System.getenv();

    return Settings.forProcess(
        profile == null ? Settings.profile(environment) : profile, environment);
  }

  private static ObjectNode failure(RuntimeException e) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("ok", false)
        .put("failure", String.valueOf(e.getMessage()));
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
      throw new UncheckedIOException(
          "Cannot write %s; name a file in a folder that is there".formatted(json), e);
    }
  }
}
