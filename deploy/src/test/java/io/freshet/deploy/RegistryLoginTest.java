package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who of the example's processes shows a login to a registry that asks for one. */
class RegistryLoginTest {
  private static final String URL = "  registry.url: http://registry.freshet.svc:8080/";
  private static final String ASKING =
      "  registry.user: freshet\n  registry.url: https://registry.freshet.svc:8443/";
  private static final String PASSWORD =
      "secrets:\n  registry.password: {secret: freshet-registry, key: password}\n";

  @TempDir private static Path shipped;
  private static Contracts contracts;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, gateway-oslo",
    "Deployment, console",
    "FlinkDeployment, writer",
    "FlinkDeployment, eta",
    "FlinkDeployment, app-surge"
  })
  void isShownByWhoAsksForSchemas(String kind, String name) throws IOException {
    assertThat(ExampleCompany.text(byPassword(), kind, name))
        .containsPattern(
            "name: FRESHET_REGISTRY_PASSWORD\\s+valueFrom:\\s+secretKeyRef:"
                + "\\s+name: freshet-registry\\s+key: password\n");
  }

  @Test
  void isShownByWhoRegistersSchemas() throws IOException {
    assertThat(byPassword())
        .filteredOn(resource -> resource.kind().equals("Job"))
        .singleElement()
        .asString()
        .contains("FRESHET_REGISTRY_PASSWORD");
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, catalog",
    "Deployment, orders",
    "Deployment, live",
    "SparkApplication, maintenance",
    "ScheduledSparkApplication, nightly-orders-history"
  })
  void isGivenToNobodyElse(String kind, String name) throws IOException {
    assertThat(ExampleCompany.text(byPassword(), kind, name)).doesNotContain("REGISTRY");
  }

  @Test
  void standsInNoProfile() throws IOException {
    List<Resource> resources = byPassword();

    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-profile"))
        .contains("registry.user: freshet")
        .doesNotContain("registry.password");
    assertThat(Policy.findings(resources)).isEmpty();
  }

  /** So that no plan of a Flink job holds it. */
  @Test
  void mayBeAFileThatIsMountedWhereItIsRead() throws IOException {
    String file = "  registry.token-file: /opt/freshet/mounts/registry/token\n";
    String mount =
        "  - {name: registry, secret: freshet-registry,"
            + " processes: [gateway, console, flink, contract-apply]}\n";

    List<Resource> resources =
        resources(
            text ->
                text.replace(URL, file + URL.replace("http:", "https:"))
                    .replace("mounts:\n", "mounts:\n" + mount));

    assertThat(ExampleCompany.text(resources, "FlinkDeployment", "writer"))
        .contains("mountPath: /opt/freshet/mounts/registry");
    assertThatThrownBy(() -> resources(text -> text.replace(URL, file + URL)))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(
            "registry.token-file is /opt/freshet/mounts/registry/token, which is");
  }

  private List<Resource> byPassword() throws IOException {
    return resources(text -> text.replace(URL, ASKING).replace("secrets:\n", PASSWORD));
  }

  private List<Resource> resources(UnaryOperator<String> change) throws IOException {
    return new Installation(
            ExampleCompany.values(folder, change), contracts, List.of(ExampleCompany.surge()))
        .resources();
  }
}
