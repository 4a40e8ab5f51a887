package io.freshet.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in a line what is wrong with the words of a command, and where its help is. Only who has not
 * said which command is shown them all.
 */
final class WrongUse implements IParameterExceptionHandler {
  /** The end of a message that asks which of the commands is meant. */
  private static final String CHOICE = ":";

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(message(failure));
    if (failure.getMessage().endsWith(CHOICE)) {
      command.usage(err);
    } else if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.printf("./%s --help shows what there is%n", command.getCommandSpec().qualifiedName(" "));
    }

    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String message(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      return "%s takes no argument '%s'"
          .formatted(
              failure.getCommandLine().getCommandSpec().qualifiedName(" "),
              String.join(" ", unmatched.getUnmatched()));
    }

    return failure.getMessage();
  }
}
