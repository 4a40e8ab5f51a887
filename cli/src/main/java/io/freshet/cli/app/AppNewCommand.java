package io.freshet.cli.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "new",
    description = "Drafts an application over one stream, which runs as it is.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet app new busy-markets --reads order_events --owner marketplace",
      "          ./freshet app new busy-markets --reads order_events --kind datastream"
    })
final class AppNewCommand implements Callable<Integer> {
  private static final String NAME = "[a-z][a-z0-9-]{0,49}";

  /** What is drafted. */
  enum Kind {
    SQL,
    DATASTREAM
  }

  @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and hyphens")
  private String name;

  @Option(
      names = "--reads",
      required = true,
      paramLabel = "STREAM",
      description = "The contract whose stream it reads")
  private String stream;

  @Option(names = "--owner", description = "The team that answers for it; default: the stream's")
  private String owner;

  @Option(
      names = "--kind",
      defaultValue = "sql",
      description = "sql: one YAML file; datastream: a Maven project. Default: ${DEFAULT-VALUE}")
  private Kind kind;

  @Option(names = "--to", paramLabel = "DIR", description = "New folder; default: NAME")
  private Path to;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!name.matches(NAME)) {
      throw new ParameterException(
          spec.commandLine(),
          "'%s' is no name: lower-case letters, digits and hyphens".formatted(name));
    }
    Contract contract = workspace.contracts().require(stream);
    contract.requireStream();
    Path folder = to == null ? Path.of(name) : to;
    if (Files.exists(folder)) {
      throw new FreshetException(
          Fault.CALLER, "%s is there already; name another folder with --to".formatted(folder));
    }
    Draft draft =
        new Draft(name, owner == null ? contract.documentation().owner() : owner, contract);
    Map<Path, String> files =
        switch (kind) {
          case SQL -> draft.sql();
          case DATASTREAM -> draft.dataStream(workspace.modules().project(), folder);
        };
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Path written = folder.resolve(file.getKey());
      Files.createDirectories(written.getParent());
      Files.writeString(written, file.getValue());
    }

    return answer(folder);
  }

  private int answer(Path folder) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.println(
          switch (kind) {
            case SQL ->
                "%1$s is drafted; next: ./freshet app lint %1$s, then app run".formatted(folder);
            case DATASTREAM ->
                "%1$s is drafted; next: the two commands of %1$s/README.md".formatted(folder);
          });
    }
    ObjectNode result =
        JsonNodeFactory.instance.objectNode().put("ok", true).put("folder", folder.toString());
    json.write(result, out);

    return 0;
  }
}
