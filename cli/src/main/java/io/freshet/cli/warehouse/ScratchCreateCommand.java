package io.freshet.cli.warehouse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
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
  private String expires;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Duration duration = duration();
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      boolean isNew = new ScratchSchemas(catalog).create(team, duration);
      if (!json.replacesText()) {
        out.printf(
            "scratch_%s %s; what has not changed for %s is dropped by ./freshet scratch expire%n",
            team, isNew ? "is there" : "was there", expires);
      }
      json.write(
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", true)
              .put("schema", "scratch_" + team)
              .put("created", isNew)
              .put("expires_seconds", duration.toSeconds()),
          out);
    }

    return 0;
  }

  private Duration duration() {
    try {
      return Durations.parse(expires);
    } catch (IllegalArgumentException e) {
      throw new FreshetException(
          Fault.CALLER, "--expires is %s; right would be such as 12h or 14d".formatted(expires), e);
    }
  }
}
