package io.freshet.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A command as a user calls it, and what came of it. */
public final class CommandRun {
  private final List<String> words;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private int exitCode;

  private CommandRun(List<String> words) {
    this.words = words;
  }

  public static CommandRun of(String... words) {
    return new CommandRun(new ArrayList<>(List.of(words)));
  }

  public CommandRun with(String... arguments) {
    words.addAll(List.of(arguments));

    return this;
  }

  public CommandRun run() {
    CommandLine commandLine = Freshet.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    exitCode = commandLine.execute(words.toArray(String[]::new));

    return this;
  }

  public int exitCode() {
    return exitCode;
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }
}
