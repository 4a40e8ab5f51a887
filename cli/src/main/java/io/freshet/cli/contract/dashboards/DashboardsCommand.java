package io.freshet.cli.contract.dashboards;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "dashboards",
    description = {
      "Writes dashboards for Grafana: tables by domain, gateway, serving, jobs.",
      "They rest on what parts export at /metrics; whoever looks chooses the data source."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet contract dashboards --out /etc/grafana/dashboards"})
public final class DashboardsCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder to write them to, a file each; made where it is not there")
  private Path folder;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode files = result.putArray("files");
    for (Dashboard dashboard : Dashboards.all(workspace.contracts())) {
      Path file = folder.resolve(dashboard.name() + ".json");
      write(file, dashboard);
      files.add(file.toString());
      if (!json.replacesText()) {
        out.println("Wrote " + file);
      }
    }
    json.write(result, out);

    return 0;
  }

  private static void write(Path file, Dashboard dashboard) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, JSON.writeValueAsBytes(DashboardJson.of(dashboard)));
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write %s: %s; name a folder that you may write to"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
