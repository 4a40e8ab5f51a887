package io.freshet.cli;

import io.freshet.local.Modules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * The script {@code freshet} runs the tests itself, before any Java is built; this lists the
 * command in the help and does the same where it is reached.
 */
@Command(
    name = "test",
    description = {
      "Runs the tests: formats, architecture, units, one integration pass per module and a"
          + " sample of the faults; --full runs every fault.",
      "MODULE limits the run."
    },
    customSynopsis = "freshet test [--full] [MODULE ...]",
    footer = {"", "Example:  ./freshet test core/lake"})
final class TestCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path project = Modules.around(Path.of(""), System.getenv()).project();
    List<String> command = new ArrayList<>();
    command.add(project.resolve("testing").resolve("run-tests").toString());
    command.addAll(arguments);

    return new ProcessBuilder(command).directory(project.toFile()).inheritIO().start().waitFor();
  }
}
