package io.freshet.cli.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Version;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.release.ReleaseFolder;
import io.freshet.deploy.sbom.Component;
import io.freshet.deploy.sbom.LicenceRules;
import io.freshet.deploy.sbom.Sbom;
import io.freshet.deploy.sbom.ShippedJars;
import io.freshet.local.Modules;
import io.freshet.local.fetch.FileTree;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "release",
    description = {
      "Writes what a version is made of: jars, class paths, charts, contracts, docs, list, sums.",
      "The same commit makes the same bytes. Exit code 1 when a licence is not allowed."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet deploy release --out target/releases",
      "          cd target/releases/freshet-0.1.0 && sha256sum --check --quiet SHA256SUMS"
    })
final class DeployReleaseCommand implements Callable<Integer> {
  /** What is shipped as it lies in the project. */
  private static final List<String> FILES =
      List.of(
          "CHANGELOG.md",
          "LICENSE",
          "NOTICE",
          "README.md",
          "contracts",
          "dashboard",
          "dbt",
          "deploy/example",
          "deploy/helm",
          "deploy/images",
          "deploy/terraform",
          "docs",
          "examples",
          "ingestion/sql-apps/applications",
          "notebooks",
          "orchestration/dags");

  private static final String FLINK_PLUGINS = "local/flink";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A folder freshet-VERSION goes there, in place of an earlier one")
  private Path out;

  @Option(
      names = "--uncommitted",
      description = "Make it of files that no commit has; such a release can't be made again")
  private boolean uncommitted;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Modules modules = workspace.modules();
    ShippedModules shipped = new ShippedModules(modules);
    List<Component> components = ShippedJars.of(shipped.classPaths());
    LicenceRules rules = LicenceRules.shipped();
    List<String> problems = rules.problems(components);
    PrintWriter printer = spec.commandLine().getOut();
    if (!problems.isEmpty()) {
      problems.forEach(spec.commandLine().getErr()::println);

      return 1;
    }
    Checkout checkout = new Checkout(modules.project());
    refuseChanges(checkout);
    ObjectNode identity = identity(checkout); // before its own files are there
    Path folder = emptied(out.resolve("freshet-" + Version.NUMBER));
    ReleaseFolder release = new ReleaseFolder(folder, Version.NUMBER);
    shipped.names().forEach(module -> release.addProcess(module, shipped.classPath(module)));
    release.addFolder(modules.target(FLINK_PLUGINS).resolve("plugins"), "plugins");
    checkout.files(FILES).forEach(file -> release.addFile(modules.project(), file));
    release.addText(
        "sbom.cdx.json", new Sbom(Version.NUMBER, components, rules).json().toPrettyString());
    release.addText("release.json", identity.toPrettyString());
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
    result.setAll(identity);
    result.put("sha256", release.seal()).put("folder", folder.toString());
    json.write(result.put("bytes", bytes(folder)), printer);
    if (!json.replacesText()) {
      printer.printf(
          "%s: %,d bytes; its sums add up to %s%n",
          folder, result.path("bytes").asLong(), result.path("sha256").asText());
    }

    return 0;
  }

  private void refuseChanges(Checkout checkout) {
    List<String> changes = checkout.changes();
    if (!uncommitted && !changes.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "No commit has %s%s as it is; commit, or make a release for yourself with --uncommitted"
              .formatted(
                  changes.get(0),
                  changes.size() == 1 ? "" : " and %d more".formatted(changes.size() - 1)));
    }
  }

  private ObjectNode identity(Checkout checkout) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("version", Version.NUMBER)
        .put("commit", checkout.commit())
        .put("uncommitted", !checkout.changes().isEmpty());
  }

  /** Of an earlier release; what else is there belongs to somebody. */
  private static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder.resolve(ReleaseFolder.SUMS))) {
      FileTree.delete(folder);
    } else if (Files.exists(folder)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is there and no release that was finished; take it away, or name another --out"
              .formatted(folder));
    }

    return Files.createDirectories(folder);
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
