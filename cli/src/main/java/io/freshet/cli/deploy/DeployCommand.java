package io.freshet.cli.deploy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "deploy",
    description = "Generates what Kubernetes runs, from contracts and a company's values.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet deploy render --values company.yaml --out manifests"},
    subcommands = {
      DeployRenderCommand.class,
      DeployPlanCommand.class,
      DeployImagesCommand.class,
      DeployReleaseCommand.class,
      DeploySbomCommand.class
    })
public final class DeployCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }
}
