package io.freshet.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class KubernetesManifestTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private JsonNode configMap;
  private JsonNode deployment;

  @BeforeEach
  void make() throws IOException {
    Files.createDirectories(folder.resolve("contracts"));
    Files.writeString(folder.resolve("application.yaml"), "name: surge\n");
    Files.writeString(folder.resolve("plan.json"), "{\"nodes\": []}\n");
    Files.writeString(folder.resolve("contracts").resolve("rides.yaml"), "name: rides\n");
    JsonNode application =
        JSON.readTree("{\"name\": \"surge\", \"version\": \"0a1b\", \"parallelism\": 3}");

    String text =
        KubernetesManifest.of(application, "registry/freshet:1", "s3://lake/flink/").text(folder);

    List<JsonNode> resources = new ArrayList<>();
    new Yaml().loadAll(text).forEach(each -> resources.add(JSON.valueToTree(each)));
    assertThat(resources).hasSize(2);
    configMap = resources.get(0);
    deployment = resources.get(1);
  }

  @Test
  void holdsTheFilesOfTheVersion() {
    assertThat(configMap.path("metadata").path("name").asText()).isEqualTo("app-surge-0a1b");
    assertThat(configMap.path("data").path("plan.json").asText()).isEqualTo("{\"nodes\": []}\n");
    assertThat(configMap.path("data").path("contracts.rides.yaml").asText())
        .isEqualTo("name: rides\n");
  }

  @Test
  void putsThemWhereTheApplicationLooks() {
    JsonNode pod = deployment.path("spec").path("podTemplate").path("spec");

    assertThat(pod.path("volumes").path(0).path("configMap").path("items").toString())
        .contains("{\"key\":\"contracts.rides.yaml\",\"path\":\"contracts/rides.yaml\"}");
    assertThat(deployment.path("spec").path("job").path("args").path(2).asText())
        .isEqualTo(
            "--app.folder="
                + pod.path("containers")
                    .path(0)
                    .path("volumeMounts")
                    .path(0)
                    .path("mountPath")
                    .asText());
  }

  @Test
  void goesOnFromASavepointWithAsManySlotsAsItSays() {
    JsonNode job = deployment.path("spec").path("job");

    assertThat(job.path("upgradeMode").asText()).isEqualTo("savepoint");
    assertThat(job.path("parallelism").asInt()).isEqualTo(3);
    assertThat(deployment.path("spec").path("image").asText()).isEqualTo("registry/freshet:1");
  }

  /** What the operator asks for before it upgrades by savepoint. */
  @Test
  void keepsItsStateWhereEveryPodReachesIt() {
    JsonNode configuration = deployment.path("spec").path("flinkConfiguration");

    assertThat(configuration.path("execution.checkpointing.dir").asText())
        .isEqualTo("s3://lake/flink/surge/checkpoints");
    assertThat(configuration.path("execution.checkpointing.savepoint-dir").asText())
        .isEqualTo("s3://lake/flink/surge/savepoints");
  }

  @Test
  void readsItsSettingsFromASecretThatIsThere() {
    JsonNode pod = deployment.path("spec").path("podTemplate").path("spec");

    assertThat(deployment.path("spec").path("job").path("args"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "--profile",
            "/opt/freshet/settings/profile.yaml",
            "--app.folder=/opt/freshet/application");
    assertThat(
            pod.path("containers").path(0).path("volumeMounts").path(1).path("mountPath").asText())
        .isEqualTo("/opt/freshet/settings");
    assertThat(pod.path("containers").path(0).has("env")).isFalse();
    assertThat(pod.path("volumes").path(1).path("secret").path("secretName").asText())
        .isEqualTo("freshet-profile");
  }
}
