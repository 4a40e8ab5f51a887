package io.freshet.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a command says of a module's application that it has run. */
final class JobAnswer {
  @Mixin private JsonOption json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Gives the result as JSON or text, and where the application failed, the reason.
   *
   * @param what has run, such as {@code Nightly}
   * @return the exit code
   */
  int give(
      String what,
      ModuleProcess.Outcome outcome,
      BiConsumer<JsonNode, PrintWriter> text,
      Path log) {
    PrintWriter out = spec.commandLine().getOut();
    json.write(outcome.result(), out);
    if (!json.replacesText()) {
      text.accept(outcome.result(), out);
    }
    if (outcome.exitCode() != 0) {
      spec.commandLine().getErr().println(outcome.line(what, log));
    }

    return outcome.exitCode();
  }
}
