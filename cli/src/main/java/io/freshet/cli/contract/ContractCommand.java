package io.freshet.cli.contract;

import io.freshet.cli.contract.diff.DiffCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "contract",
    description =
        "Checks and compares contracts and applies them to Kafka, the registry, the lake and Trino.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet contract lint"},
    subcommands = {LintCommand.class, DiffCommand.class, ApplyCommand.class})
public final class ContractCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
