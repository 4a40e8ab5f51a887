package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.deploy.image.ImageKind;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Resource;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.Commands;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is rendered, as others' tools read it. */
class RenderedIT {
  private static final Path PYTHON = Path.of("src", "test", "python").toAbsolutePath();

  @TempDir private static Path folder;
  private static PythonEnvironment environment;

  @BeforeAll
  static void prepare() {
    environment =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("deploy", PYTHON.resolve("requirements.txt"), ProgressListener.SILENT);
  }

  @Test
  void isWhatKubernetesTakes() throws Exception {
    Path contracts = Files.createDirectory(folder.resolve("shipped"));
    Path manifests = folder.resolve("of-shipped");
    Manifests.write(ExampleCompany.installation(0, contracts).resources(), manifests);

    JsonNode answer = validate(manifests);

    assertThat(answer.path("problems")).isEmpty();
    assertThat(answer.path("checked").asInt()).isGreaterThan(50);
  }

  @FullOnly
  @Test
  void isWhatKubernetesTakesOfManyContracts() throws Exception {
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    long begin = System.nanoTime();
    List<Resource> resources =
        ExampleCompany.installation(ExampleCompany.CONTRACTS, contracts).resources();
    long bytes = Manifests.write(resources, folder.resolve("manifests"));
    long rendered = (System.nanoTime() - begin) / 1_000_000;

    JsonNode answer = validate(folder.resolve("manifests"));

    System.out.printf(
        "Rendered resources=%d contracts=%d bytes=%d millis=%d checked_by_kubernetes=%d%n",
        resources.size(),
        ExampleCompany.CONTRACTS,
        bytes,
        rendered,
        answer.path("checked").asInt());
    assertThat(answer.path("problems")).isEmpty();
    assertThat(answer.path("checked").asInt()).isGreaterThan(250);
  }

  @Test
  void findsWhatKubernetesRefuses(@TempDir Path wrong) throws Exception {
    Files.writeString(
        wrong.resolve("wrong.yaml"),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: a}
        spec: {ports: [{port: many}]}
        """);

    assertThat(validate(wrong).path("problems")).hasSize(1);
  }

  /** Of what has a schedule, and of what goes on for ever. */
  @ParameterizedTest
  @CsvSource({
    "ScheduledSparkApplication, nightly-orders-history",
    "SparkApplication, maintenance",
    "FlinkDeployment, writer"
  })
  void findsWhatKubernetesRefusesInPodsOfOperators(
      String kind, String name, @TempDir Path contracts, @TempDir Path wrong) throws Exception {
    String text =
        ExampleCompany.text(ExampleCompany.installation(0, contracts).resources(), kind, name);
    Files.writeString(
        wrong.resolve("wrong.yaml"), text.replace("mountPath: /tmp", "mountPth: /tmp"));

    assertThat(validate(wrong).path("problems")).isNotEmpty();
  }

  private static JsonNode validate(Path manifests) throws Exception {
    return new ObjectMapper()
        .readTree(
            output(
                List.of(
                    environment.python(),
                    PYTHON.resolve("validate.py").toString(),
                    manifests.toString())));
  }

  @ParameterizedTest
  @EnumSource(ImageKind.class)
  void hasDockerfilesThatALinterTakes(ImageKind kind) throws Exception {
    Path file =
        ExampleCompany.project()
            .resolve("deploy/images")
            .resolve(kind.folder())
            .resolve("Dockerfile");

    assertThat(output(List.of(environment.program("hadolint"), file.toString()))).isEmpty();
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Commands.run(command, folder, lines::add);

    return String.join("\n", lines);
  }
}
