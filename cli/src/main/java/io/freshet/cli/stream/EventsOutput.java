package io.freshet.cli.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.view.RoleView;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Who looks at events, and how they are shown to them. */
final class EventsOutput {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = {
        "Show what this role may see of the table: its columns, its rows.",
        "Default: what every role sees, which is public or internal"
      })
  private String role;

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      paramLabel = "FILE",
      description = "Write JSON lines, to FILE if one is named, instead of text")
  private String file;

  @Option(names = "--tests", description = "Show what was sent as a test, too")
  private boolean tests;

  RoleView view(Contract contract) {
    return role == null ? RoleView.ofNobody(contract) : RoleView.of(contract, role);
  }

  /** What is kept back, for standard error; empty when nothing is. */
  String notice(RoleView view) {
    return view.masked().isEmpty()
        ? ""
        : "Masked%s: %s"
            .formatted(
                role == null ? "; name a --role to see more" : " for role " + role,
                String.join(", ", view.masked()));
  }

  ShownEvents.Tests tests() {
    return tests ? ShownEvents.Tests.SHOWN : ShownEvents.Tests.HIDDEN;
  }

  EventPrinter printer(Contract contract, RoleView view, PrintWriter out) {
    if (file == null) {
      return new EventTable(contract, view, out);
    }

    return file.equals(STANDARD_OUTPUT)
        ? new EventLines(view, out)
        : new EventLines(view, toFile());
  }

  private PrintWriter toFile() {
    try {
      return new PrintWriter(
          Files.newBufferedWriter(Path.of(file).toAbsolutePath(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write %s: %s; name a file in a folder that exists"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
