package io.freshet.cli.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.deploy.Installation;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Releases;
import io.freshet.deploy.manifest.Resource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "render",
    description = {
      "Writes all resources of an installation, one file each.",
      "The same inputs write the same bytes. What of an earlier render is no longer asked for goes;"
          + " files of others stay."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet deploy render --values deploy/example/values.yaml --out manifests",
      "          kubectl apply --server-side --recursive -f manifests"
    })
final class DeployRenderCommand implements Callable<Integer> {
  @Mixin private InstallationOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write to; made if it lacks")
  private Path out;

  @Option(
      names = "--releases",
      paramLabel = "DIR",
      description =
          "Also values for the Helm chart deploy/helm/flink-application, a file for each Flink"
              + " application")
  private Path releases;

  @Option(
      names = "--trino",
      paramLabel = "FILE",
      description = "Also values for Trino's own Helm chart: tables, who sees what, logins")
  private Path trino;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Installation installation = options.read(workspace);
    List<Resource> resources = InstallationOptions.resources(installation);
    if (trino != null) {
      Files.writeString(trino, Manifests.text(TrinoChart.values(installation)));
    }
    long bytes = Manifests.write(resources, out);
    if (releases != null) {
      Releases.write(resources, releases);
    }
    Map<String, Long> kinds =
        resources.stream()
            .collect(Collectors.groupingBy(Resource::kind, TreeMap::new, Collectors.counting()));
    PrintWriter printer = spec.commandLine().getOut();
    if (!json.replacesText()) {
      kinds.forEach((kind, count) -> printer.printf("%5d %s%n", count, kind));
      printer.printf("%d resources, %,d bytes in %s%n", resources.size(), bytes, out);
    }
    ObjectNode result =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", true)
            .put("resources", resources.size())
            .put("bytes", bytes);
    ObjectNode byKind = result.putObject("kinds");
    kinds.forEach(byKind::put);
    json.write(result, printer);

    return 0;
  }
}
