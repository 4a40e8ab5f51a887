package io.freshet.cli.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.JobAnswer;
import io.freshet.cli.job.ModuleProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(
    name = "forget",
    description = {
      "Erases what tables know of one person, while writers go on; prints the plan without --run.",
      "Which persons there are, contracts say: of a personal column dasher_id, --dasher ID. Rows"
          + " go,",
      "ledgers follow, and proofs take them for erased. Redis, where it shows the person, loses"
          + " them,",
      "too. Says what else knows the person, and until when: older snapshots, tags, cuts, Kafka.",
      "Leaves a receipt with the queries that show they are gone. Exit code 75 while Redis is away."
    },
    mixinStandardHelpOptions = true,
    customSynopsis = {
      "./freshet forget --<person> ID [--run] [--expire] [--training-sets]",
      "                 [--because TEXT] [--json FILE]"
    },
    footer = {
      "",
      "Example:  ./freshet forget --dasher 4711",
      "          ./freshet forget --customer 17 --run --expire --because \"request 2026-88\""
    })
public final class ForgetCommand implements Callable<Integer> {
  private static final String MODULE = "ingestion/flink-iceberg-writer";
  private static final String APPLICATION = "io.freshet.ingestion.writer.ForgetApplication";

  /** An option for each kind of person, whatever contracts there are. */
  @Unmatched private List<String> whom = new ArrayList<>();

  @Option(names = "--run", description = "Do it; without it nothing changes")
  private boolean isRun;

  @Option(
      names = "--expire",
      description = "Let older snapshots that hold rows go at once, but for those with a tag")
  private boolean isExpiring;

  @Option(
      names = "--training-sets",
      description = "As --expire, and unpin training sets that hold rows and empty their files")
  private boolean isReleasing;

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for the receipt")
  private String because;

  @Mixin private Workspace workspace;
  @Mixin private JobAnswer answer;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    ForgottenPerson person = ForgottenPerson.parse(whom, workspace.contracts(), spec);
    List<String> arguments = person.arguments();
    arguments.add("--because=" + because);
    add(isRun, "--run", arguments);
    add(isExpiring, "--expire", arguments);
    add(isReleasing, "--training-sets", arguments);
    Path log = workspace.state().log("forget");
    PrintWriter err = spec.commandLine().getErr();
    ModuleProcess process = new ModuleProcess(workspace.modules(), workspace.installation());
    ModuleProcess.Outcome outcome = process.run(MODULE, APPLICATION, arguments, err::println, log);
    ShownPerson shown = new ShownPerson(process, workspace.settings(), log);
    int exitCode = outcome.exitCode();
    if (exitCode == 0) {
      tellOfTrainingSets(outcome.result());
      exitCode =
          isRun ? shown.forget(person, outcome.result()) : shown.plan(person, outcome.result());
    }
    answer.giveOrSayWhyNot("Forgetting", outcome, ForgetText::print, log);

    return exitCode;
  }

  private void tellOfTrainingSets(JsonNode answer) throws IOException {
    TrainingFiles files = TrainingFiles.of(workspace);
    files.tell((ObjectNode) answer.path("plan"));
    if (isRun && isReleasing) {
      files.erase((ObjectNode) answer.path("receipt"));
    } else if (isRun) {
      files.tell((ObjectNode) answer.path("receipt"));
    }
  }

  private static void add(boolean isSet, String option, List<String> arguments) {
    if (isSet) {
      arguments.add(option);
    }
  }
}
