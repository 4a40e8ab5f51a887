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
public final class JobAnswer {
  @Mixin private JsonOption json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Gives the result as JSON or text; where there is none, the reason in place of the text.
   *
   * @param what has run, such as {@code Import}
   * @return the exit code
   */
  public int giveOrSayWhyNot(
      String what,
      ModuleProcess.Outcome outcome,
      BiConsumer<JsonNode, PrintWriter> text,
      Path log) {
    PrintWriter out = spec.commandLine().getOut();
    json.write(outcome.result(), out);
    if (outcome.hasNoResult()) {
      spec.commandLine().getErr().println(outcome.line(what, log));
    } else if (!json.replacesText()) {
      text.accept(outcome.result(), out);
      out.flush();
    }

    return outcome.exitCode();
  }

  /**
   * Gives the result as JSON and text, however far it came, and where the application failed, the
   * reason.
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
