package io.freshet.cli.job;

import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "nightly",
    description = {
      "Computes whole local days of a derived table and publishes each day that passes its"
          + " checks.",
      "Running a day again changes nothing."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet run nightly --day 2008-05-19"})
final class NightlyCommand implements Callable<Integer> {
  @Option(
      names = "--job",
      defaultValue = "dasher_efficiency",
      description = "Default: ${DEFAULT-VALUE}")
  private String job;

  @Option(names = "--day", required = true, description = "First local day, such as 2008-05-19")
  private LocalDate day;

  @Option(names = "--to", description = "Last local day; default: the first")
  private LocalDate to;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Jobs jobs = new Jobs(workspace);
    ModuleProcess.Outcome outcome = jobs.runNightly(job, day, to == null ? day : to);
    json.write(outcome.result(), out);
    if (!json.replacesText()) {
      JobTables.nightly(outcome.result(), out);
    }
    if (outcome.exitCode() != 0) {
      spec.commandLine().getErr().println(outcome.line("Nightly", jobs.nightlyLog()));
    }

    return outcome.exitCode();
  }
}
