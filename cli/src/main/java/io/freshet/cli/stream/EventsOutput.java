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
import java.util.ArrayList;
import java.util.List;
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

  /** That the stream is on its way out and what is kept back, a line each, for standard error. */
  List<String> notices(Contract contract, RoleView view) {
    List<String> notices = new ArrayList<>();
    if (contract.lifecycle().isDeprecated()) {
      notices.add(
          "%s is deprecated%s; its owner is %s"
              .formatted(
                  contract.name(),
                  contract.lifecycle().endOfLife().map(", kept up until %s"::formatted).orElse(""),
                  contract.documentation().owner()));
    }
    if (!view.masked().isEmpty()) {
      notices.add(
          "Masked%s: %s"
              .formatted(
                  role == null ? "; name a --role to see more" : " for role " + role,
                  String.join(", ", view.masked())));
    }

    return notices;
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
