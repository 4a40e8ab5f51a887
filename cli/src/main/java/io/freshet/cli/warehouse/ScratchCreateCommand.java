package io.freshet.cli.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Durations;
import io.freshet.warehouse.trino.scratch.ScratchSchemas;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = {
      "Makes the schema scratch_TEAM, or gives one that is there another expiry.",
      "Its members are those of ./freshet token USER --team TEAM."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet scratch create growth --expires 14d"})
final class ScratchCreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TEAM", description = "Lower-case words joined by underscores")
  private String team;

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "14d",
      description =
          "How long a table or view stays after its last change. Default: ${DEFAULT-VALUE}")
  private Duration expires;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      boolean isNew = new ScratchSchemas(catalog).create(team, expires);
      if (!json.replacesText()) {
        out.printf(
            "%s %s; what has not changed for %s is dropped by ./freshet scratch expire%n",
            ScratchSchemas.schema(team),
            isNew ? "is there" : "was there",
            Durations.print(expires));
      }
      json.write(
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", true)
              .put("schema", ScratchSchemas.schema(team))
              .put("created", isNew)
              .put("expires_seconds", expires.toSeconds()),
          out);
    }

    return 0;
  }
}
