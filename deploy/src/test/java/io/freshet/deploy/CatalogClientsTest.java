package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** As whom each process of the example comes to the catalog, where each has a client of its own. */
class CatalogClientsTest {
  private static final String TOKEN = "  catalog.token: {secret: freshet-catalog, key: token}\n";
  private static final String SIGNED_WITH =
      "  catalog-logins.secret: {secret: freshet-catalog, key: logins}\n";
  private static final String CLIENTS = "catalog: {clients: freshet-catalog-clients}\n";

  @TempDir private Path shipped;
  @TempDir private Path folder;
  private Contracts contracts;

  @BeforeEach
  void read() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
  }

  @ParameterizedTest
  @CsvSource({
    "Deployment, console, console",
    "FlinkDeployment, writer, writer",
    "SparkApplication, maintenance, maintenance",
    "ScheduledSparkApplication, nightly-orders-history, nightly-orders-history"
  })
  void logsEachProcessInAsTheClientOfItsName(String kind, String name, String client)
      throws IOException {
    String text = ExampleCompany.text(resources(), kind, name);

    assertThat(text)
        .containsPattern("name: FRESHET_CATALOG_CLIENT\\s+value: %s\n".formatted(client))
        .containsPattern(
            "name: catalog-login\\s+secret:\\s+secretName: freshet-catalog-clients\n"
                + "\\s+defaultMode: 288\n\\s+items:\\s+- key: %s\\s+path: secret\n"
                    .formatted(client))
        .containsPattern("mountPath: /opt/freshet/catalog-login\\s+readOnly: true")
        .doesNotContain("CATALOG_TOKEN", "CATALOG_CREDENTIAL", "/opt/freshet/catalog-secrets");
  }

  @ParameterizedTest
  @CsvSource({
    "FlinkDeployment, eta",
    "FlinkDeployment, app-surge",
    "StatefulSet, gateway-oslo",
    "Deployment, orders"
  })
  void givesNoClientToWhomTheCatalogIsNothing(String kind, String name) throws IOException {
    assertThat(ExampleCompany.text(resources(), kind, name)).doesNotContain("CATALOG", "catalog-");
  }

  @Test
  void givesEachTheScopesOfItsOwnWorkAndNoOthers() throws IOException {
    Map<String, List<String>> scopes = scopes(resources());

    assertThat(scopes.get("writer"))
        .contains("write:raw/order_events", "write:raw/dead_letters")
        .allMatch(scope -> scope.matches("write:[a-z]+/[a-z_]+"))
        .noneMatch(scope -> scope.contains("orders_history"));
    assertThat(scopes.get("nightly-orders-history"))
        .containsExactly("read", "maintain:clean/orders_history");
    assertThat(scopes.get("console")).containsExactly("read");
    assertThat(scopes.get("contract-apply")).containsExactly("shape");
    assertThat(scopes.get("maintenance")).containsExactly("maintain");
    assertThat(scopes.get("trino"))
        .contains("read", "create:marts", "create:staging")
        .doesNotContain("write");
    assertThat(scopes).doesNotContainKeys("eta", "app-surge", "gateway", "validator");
  }

  @Test
  void makesNobodyAnAdministratorButWhoRepairsByHand() throws IOException {
    List<Resource> resources = resources();

    assertThat(scopes(resources))
        .allSatisfy(
            (name, scopes) ->
                assertThat(scopes.contains("admin")).as(name).isEqualTo(name.equals("operator")));
    assertThat(resources).noneMatch(each -> each.body().toString().contains("key=operator,"));
  }

  @Test
  void keepsAllSecretsFromAllButTheCatalog() throws IOException {
    List<Resource> resources = resources();

    assertThat(ExampleCompany.text(resources, "Deployment", "catalog"))
        .containsPattern(
            "name: catalog-secrets\\s+secret:\\s+secretName: freshet-catalog-clients\n"
                + "\\s+defaultMode: 288\n(?!\\s+items)")
        .contains("mountPath: /opt/freshet/catalog-secrets", "FRESHET_CATALOG_LOGINS_SECRET")
        .contains("name: freshet-catalog-clients", "freshet.io/catalog-clients: ");
    assertThat(resources.stream().filter(each -> !each.name().equals("catalog")))
        .noneMatch(
            each -> each.body().toString().contains("mountPath=/opt/freshet/catalog-secrets"));
    assertThat(Policy.findings(resources)).isEmpty();
  }

  @Test
  void tellsAllTheSameFileAndTheCatalogWhoTheyAre() throws IOException {
    assertThat(ExampleCompany.text(resources(), "ConfigMap", "freshet-profile"))
        .contains(
            "catalog.client-secret-file: /opt/freshet/catalog-login/secret\n",
            "catalog-logins.file: /opt/freshet/catalog-clients/clients.yaml\n");
  }

  @Test
  void startsTheCatalogAnewForOtherClients() throws IOException {
    String before = ExampleCompany.text(resources(), "Deployment", "catalog");
    Files.delete(shipped.resolve("restaurant_payouts_weekly.yaml"));
    contracts = Contracts.read(shipped);

    assertThat(ExampleCompany.text(resources(), "Deployment", "catalog")).isNotEqualTo(before);
  }

  @Test
  void refusesALoginOfAllBeside() {
    assertThatThrownBy(() -> resources(text -> text.replace("secrets:\n", "secrets:\n" + TOKEN)))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "catalog.token is beside catalog.clients, by which each process comes as itself; leave"
                + " one out");
  }

  @Test
  void needsWhatTheCatalogSignsBy() {
    assertThatThrownBy(() -> resources(text -> text.replace(SIGNED_WITH, "")))
        .hasMessageStartingWith("catalog.clients needs catalog-logins.secret, by which");
  }

  @Test
  void refusesTwoOfOneName() {
    assertThatThrownBy(
            () ->
                resources(
                    text ->
                        text.replace("- name: eta\n", "- name: trino\n")
                            .replace("[eta., redis.", "[eta., catalog., redis.")))
        .hasMessage("Two would come to the catalog as trino; give one of them another name");
  }

  private static Map<String, List<String>> scopes(List<Resource> resources) {
    Resource clients = ExampleCompany.one(resources, "ConfigMap", "freshet-catalog-clients");
    Map<?, ?> data = (Map<?, ?>) clients.body().get("data");
    Map<String, Map<String, Object>> file = new Yaml().load(data.get("clients.yaml").toString());
    Map<String, List<String>> scopes = new TreeMap<>();
    file.forEach(
        (name, client) -> {
          assertThat(client.get("secret-file")).isEqualTo("/opt/freshet/catalog-secrets/" + name);
          scopes.put(name, (List<String>) client.get("scopes"));
        });

    return scopes;
  }

  private List<Resource> resources() throws IOException {
    return resources(UnaryOperator.identity());
  }

  private List<Resource> resources(UnaryOperator<String> change) throws IOException {
    CompanyValues values =
        ExampleCompany.values(
            folder, text -> change.apply(text.replace(TOKEN, SIGNED_WITH) + CLIENTS));

    return new Installation(values, contracts, List.of(ExampleCompany.surge())).resources();
  }
}
