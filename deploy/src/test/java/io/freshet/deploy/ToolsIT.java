package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Releases;
import io.freshet.deploy.manifest.Resource;
import io.freshet.local.fetch.Commands;
import io.freshet.testing.selection.FullOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The chart and the Terraform modules by their own tools, where these are on the PATH. */
class ToolsIT {
  private static final Path DEPLOY = ExampleCompany.project().resolve("deploy");
  private static final String CHART = DEPLOY.resolve("helm/flink-application").toString();

  @TempDir private static Path folder;
  private static List<Resource> resources;
  private static Path releases;

  @BeforeAll
  static void render() throws IOException {
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    resources = ExampleCompany.installation(0, contracts).resources();
    releases = folder.resolve("releases");
    Releases.write(resources, releases);
  }

  @FullOnly
  @ParameterizedTest
  @ValueSource(strings = {"writer", "eta", "app-surge"})
  void releasesWhatIsRendered(String name) throws Exception {
    String helm = tool("helm");
    String values = releases.resolve(name + ".yaml").toString();

    run(List.of(helm, "lint", "--strict", CHART, "-f", values));

    assertThat(template(helm, values))
        .contains(Manifests.parsed(ExampleCompany.one(resources, "FlinkDeployment", name)));
  }

  @Test
  void refusesAnImageWhoseTagMoves() throws Exception {
    String helm = tool("helm");
    String values = releases.resolve("writer.yaml").toString();

    assertThatThrownBy(() -> template(helm, values, "--set", "image=r.example/x/y:latest"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/image");
  }

  @Test
  void hasTerraformInOneFormat() throws Exception {
    run(
        List.of(
            tool("terraform"),
            "fmt",
            "-check",
            "-recursive",
            DEPLOY.resolve("terraform").toString()));
  }

  /** Variables need no provider. */
  @Test
  void refusesALoginToKafkaThatNoProcessKnows() throws Exception {
    String terraform = tool("terraform");
    Path module = Files.createDirectories(folder.resolve("terraform").resolve("variables"));
    Files.copy(DEPLOY.resolve("terraform/aws/variables.tf"), module.resolve("variables.tf"));
    terraform(terraform, module, "init", "-backend=false", "-input=false");

    assertThatThrownBy(() -> plan(terraform, module, "-var=kafka_access=iam"))
        .hasMessageContaining("know no IAM login");
    assertThatThrownBy(
            () ->
                plan(
                    terraform,
                    module,
                    "-var=kafka_users={writer=\"arn:aws:secretsmanager:eu-central-1:111122223333"
                        + ":secret:writer-AbCdEf\"}"))
        .hasMessageContaining("whose name begins with AmazonMSK_");
  }

  private static void plan(String terraform, Path module, String variable) throws Exception {
    terraform(
        terraform,
        module,
        "plan",
        "-input=false",
        "-var=name=dashline-freshet",
        "-var=vpc_id=vpc-1",
        "-var=private_subnet_ids=[\"a\",\"b\",\"c\"]",
        variable);
  }

  /** Needs AWS's provider, from a mirror that {@code TF_CLI_CONFIG_FILE} names or the network. */
  @FullOnly
  @Test
  void describesAnInstallationOnAws() throws Exception {
    String terraform = tool("terraform");
    Path module = copy("aws");
    try {
      terraform(terraform, module, "init", "-backend=false", "-input=false");
    } catch (IOException e) {
      Assumptions.abort("Not checked, as AWS's provider can't be had: " + e.getMessage());
    }

    terraform(terraform, module, "validate");
    // Who gets in to Kafka, and how.
    terraform(terraform, module, "test");
  }

  @FullOnly
  @Test
  void makesValuesOfAReleaseByTerraformsTemplate() throws Exception {
    String terraform = tool("terraform");
    Path module = copy("application");

    assertThat((Map<String, Object>) new Yaml().load(applied(terraform, module)))
        .containsEntry("name", "writer")
        .containsEntry("parallelism", 8)
        .containsEntry("taskManager", Map.of("memory", "8g"))
        .containsKeys("spec", "files", "metadata");
    assertThatThrownBy(
            () ->
                terraform(
                    terraform,
                    module,
                    "plan",
                    "-input=false",
                    "-var=name=eta",
                    "-var=release=" + releases.resolve("writer.yaml")))
        .hasMessageContaining("local.generated.name == var.name");
  }

  @FullOnly
  @Test
  void releasesTheValuesOfTerraformsTemplate() throws Exception {
    String helm = tool("helm");
    Path values = folder.resolve("values.yaml");
    Files.writeString(values, applied(tool("terraform"), copy("application")));

    assertThat(template(helm, values.toString()).toString())
        .contains("parallelism=8", "memory=8g", "--writer.streams=");
  }

  /** The values that the template makes of a writer's, with another size. */
  private static String applied(String terraform, Path module) throws Exception {
    terraform(terraform, module, "init", "-backend=false", "-input=false");
    terraform(
        terraform,
        module,
        "apply",
        "-auto-approve",
        "-input=false",
        "-var=name=writer",
        "-var=release=" + releases.resolve("writer.yaml"),
        "-var=parallelism=8",
        "-var=task_manager={memory=\"8g\"}");

    // What it warns of comes first, as of a file of settings that is not there.
    return terraform(terraform, module, "output", "-raw", "values").stream()
        .dropWhile(line -> !line.startsWith("\""))
        .collect(Collectors.joining("\n"));
  }

  private static List<Object> template(String helm, String values, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(helm, "template", "release", CHART, "-f", values));
    command.addAll(List.of(more));
    List<Object> resources = new ArrayList<>();
    new Yaml().loadAll(String.join("\n", run(command))).forEach(resources::add);

    return resources;
  }

  /** Terraform writes beside what it reads. */
  private static Path copy(String module) throws IOException {
    Path copy = Files.createTempDirectory(folder, module + "-");
    try (Stream<Path> files = Files.list(DEPLOY.resolve("terraform").resolve(module))) {
      for (Path file : files.filter(each -> each.toString().matches(".*[.](tf|hcl)")).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }

    return copy;
  }

  private static List<String> terraform(String terraform, Path module, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(terraform, "-chdir=" + module));
    command.addAll(List.of(arguments));
    if (!arguments[0].equals("output")) {
      command.add("-no-color");
    }

    return run(command);
  }

  private static List<String> run(List<String> command) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Commands.run(command, folder, Map.of("CHECKPOINT_DISABLE", "1"), lines::add);

    return lines;
  }

  private static String tool(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(path -> Path.of(path, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseGet(
            () ->
                Assumptions.abort(
                    "Not checked, as %s is not on the PATH; install it to check".formatted(name)));
  }
}
