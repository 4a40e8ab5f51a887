package io.freshet.cli.dbt;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.dbt.run.DbtArguments;
import io.freshet.dbt.run.DbtOutcome;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dbt",
    description = {
      "Runs dbt on the models in dbt/, in an environment of its own and against this"
          + " platform's Trino.",
      "What follows the first word is dbt's: every command and option that dbt has, and two"
          + " of ours: docs alone writes the documentation as one page, generate brings the files"
          + " up to date that follow from contracts (dbt/models/staging and dbt/lookml). Exit code"
          + " 1 when a model, a test or a source's freshness failed, 2 when a model or the command"
          + " is wrong, 75 when Trino is away."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet dbt build --select orders_daily+",
      "          ./freshet dbt source freshness",
      "          ./freshet dbt docs",
      "          FRESHET_DBT_SCHEMA=scratch_me ./freshet dbt run --vars '{cut: cut_2026_11_29_07}'"
    })
public final class DbtCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ARGUMENT", arity = "1..*", description = "dbt's command and options")
  private List<String> words;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DbtWorkspace dbt = new DbtWorkspace(workspace, new ProgressPrinter(err));
    if (words.equals(List.of("generate"))) {
      List<Path> changed = dbt.generate();
      changed.forEach(path -> out.println("dbt/" + path));
      out.printf("%d files changed%n", changed.size());

      return 0;
    }

    return run(dbt, out, err);
  }

  private int run(DbtWorkspace dbt, PrintWriter out, PrintWriter err) throws Exception {
    boolean onlyDocs = words.equals(List.of("docs"));
    dbt.requireGenerated();
    DbtOutcome outcome =
        dbt.run(
            new DbtArguments(onlyDocs ? List.of("docs", "generate", "--static") : words),
            json.replacesText() ? Redirect.DISCARD : Redirect.INHERIT);
    outcome.explanations().forEach(err::println);
    if (onlyDocs && outcome.fault().isEmpty() && !json.replacesText()) {
      out.println("The documentation: " + dbt.documentation());
    }
    json.write(outcome.result(), out);

    return outcome.exitCode();
  }
}
