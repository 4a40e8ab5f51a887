package io.freshet.cli;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line and an exit code; the trace is for {@code FRESHET_TRACE=1}. */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    boolean ours = failure instanceof FreshetException;
    commandLine.getErr().println(ours ? failure.getMessage() : "Unexpected failure: " + failure);
    if (!ours || System.getenv("FRESHET_TRACE") != null) {
      failure.printStackTrace(commandLine.getErr());
    }

    return ours ? ((FreshetException) failure).fault().exitCode() : Fault.OURS.exitCode();
  }
}
