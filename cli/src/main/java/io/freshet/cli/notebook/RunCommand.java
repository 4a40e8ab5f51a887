package io.freshet.cli.notebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = {
      "Executes notebooks from top to bottom and writes what they show beside each other as"
          + " HTML and as notebooks.",
      "Exit code 1 when one fails, 2 when it asked for something that is not there, 75 when"
          + " Trino or the catalog is away."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet notebook run eta_error how_stale_is_it"})
public final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NOTEBOOK", arity = "0..*", description = "Default: all")
  private List<String> names = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where results go; default: notebooks in the state folder")
  private Path output;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    NotebookWorkspace notebooks = new NotebookWorkspace(workspace);
    requireKnown(notebooks.names());
    Path results = output == null ? workspace.state().root().resolve("notebooks") : output;
    Path told = Files.createTempFile("freshet-", ".json");
    try {
      int exitCode = run(notebooks, results.toAbsolutePath(), told);
      if (Files.size(told) == 0) {
        throw new FreshetException(
            Fault.OURS,
            "The notebooks could not be run; the log is " + workspace.state().log("notebook"));
      }
      json.write(new ObjectMapper().readTree(told.toFile()), spec.commandLine().getOut());

      return exitCode;
    } finally {
      Files.deleteIfExists(told);
    }
  }

  private void requireKnown(List<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new FreshetException(
            Fault.CALLER,
            "There is no notebook %s%s".formatted(name, NearestName.hint(name, known)));
      }
    }
  }

  private int run(NotebookWorkspace notebooks, Path results, Path told)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                notebooks.python(new ProgressPrinter(spec.commandLine().getErr())).python(),
                "run.py",
                "--output",
                results.toString(),
                "--json",
                told.toString()));
    command.addAll(names);
    Path log = workspace.state().log("notebook");
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(notebooks.folder().toFile())
            .redirectOutput(json.replacesText() ? Redirect.DISCARD : Redirect.INHERIT)
            .redirectError(log.toFile());
    builder.environment().putAll(notebooks.access());
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));

    return process.waitFor();
  }
}
