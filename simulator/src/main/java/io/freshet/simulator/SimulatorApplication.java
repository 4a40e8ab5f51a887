package io.freshet.simulator;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The simulator as a process of its own: progress on standard error, a summary on standard output.
 */
@Command(
    name = "simulator",
    description = "Sends the events of a marketplace, simulated or recorded.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(simulate | replay | maps)",
    subcommands = {SimulateCommand.class, ReplayCommand.class, MapsCommand.class})
public final class SimulatorApplication implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    // The command line has this module on its class path and brings a logback.xml of its own.
    System.setProperty("logback.configurationFile", "simulator-logback.xml");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SimulatorApplication()).setExecutionExceptionHandler(new Failures());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: simulate, replay or maps");
  }

  /** One line for what someone can mend, a trace for what is our bug. */
  private static final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception failure, CommandLine commandLine, ParseResult parsed) {
      if (failure instanceof FreshetException known) {
        commandLine.getErr().println(known.getMessage());

        return known.fault().exitCode();
      }
      failure.printStackTrace(commandLine.getErr());

      return Fault.OURS.exitCode();
    }
  }
}
