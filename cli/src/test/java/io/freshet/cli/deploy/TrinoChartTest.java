package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.CommandRun;
import io.freshet.core.contract.Contracts;
import io.freshet.warehouse.trino.access.AccessRules;
import io.freshet.warehouse.trino.access.Groups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What the example company tells Trino's own chart. */
class TrinoChartTest {
  private static final Path EXAMPLE = Path.of("..", "deploy", "example", "values.yaml");
  private static final Path CONTRACTS = Path.of("..", "contracts");
  private static final String TRINO =
      """
      trino:
        issuer: https://id.dashline.example
        client: freshet-trino
        secret: freshet-trino
        teams: [growth]
      """;

  @TempDir private Path folder;

  @Test
  void letsEachRoleSeeWhatItsContractsSay() throws IOException {
    JsonNode rules =
        new ObjectMapper().readTree(at(render(TRINO), "accessControl", "rules", "rules.json"));

    assertThat(rules)
        .isEqualTo(
            AccessRules.ofCluster(
                Contracts.read(CONTRACTS), Groups.none().withTeam("somebody", "growth")));
    assertThat(rules.toString()).contains("scratch_growth", "\"group\":\"analyst\"");
  }

  /** Whoever the provider calls so is a person as others. */
  @Test
  void knowsNoUserWhoMayDoEverything() throws IOException {
    Map<String, Object> values = render(TRINO + "  builders: mart_builders\n");
    String rules = at(values, "accessControl", "rules", "rules.json");

    assertThat(new ObjectMapper().readTree(rules).findValuesAsText("user")).isEmpty();
    assertThat(rules).contains("\"group\" : \"mart_builders\"");
    assertThat(at(values, "resourceGroups", "resourceGroupsConfig"))
        .contains("\"userGroup\" : \"mart_builders\"")
        .doesNotContain("\"user\"");
    assertThat(at(render(TRINO), "resourceGroups", "resourceGroupsConfig"))
        .doesNotContain("\"user\"", "userGroup");
  }

  @ParameterizedTest
  @CsvSource({
    "analyst, analyst is a role of contracts",
    "team_growth, trino.builders is team_growth; it must be",
    "'.*', trino.builders is .*; it must be"
  })
  void takesNoGroupForBuildersThatIsMore(String builders, String problem) throws IOException {
    CommandRun run =
        run(TRINO + "  builders: '%s'\n".formatted(builders), folder.resolve("trino.yaml"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(problem);
  }

  @Test
  void hasTheTablesAndNoOthers() throws IOException {
    Map<?, ?> catalogs = (Map<?, ?>) render(TRINO).get("catalogs");

    assertThat(catalogs.get("tpch")).isNull();
    assertThat(catalogs.get("lake").toString().lines())
        .contains(
            "iceberg.rest-catalog.uri=http://catalog.freshet.svc:8181",
            "iceberg.rest-catalog.oauth2.server-uri="
                + "http://catalog.freshet.svc:8181/v1/oauth/tokens",
            "iceberg.rest-catalog.oauth2.credential=trino:${ENV:TRINO_CATALOG_SECRET}",
            "s3.region=eu-central-1");
  }

  @Test
  void letsNobodyInWhomTheProviderDoesNotKnow() throws IOException {
    Map<String, Object> values = render(TRINO);

    assertThat(at(values, "server", "config", "authenticationType")).isEqualTo("OAUTH2");
    assertThat(at(values, "server", "coordinatorExtraConfig").lines())
        .contains(
            "http-server.authentication.oauth2.issuer=https://id.dashline.example",
            "http-server.authentication.oauth2.client-secret=${ENV:TRINO_OAUTH2_SECRET}",
            "http-server.authentication.oauth2.groups-field=groups");
    assertThat(values.get("additionalConfigProperties").toString())
        .contains("internal-communication.shared-secret=${ENV:TRINO_INTERNAL_SECRET}")
        .contains("http-server.process-forwarded=true");
  }

  @Test
  void refersToItsSecretsAndHoldsNone() throws IOException {
    assertThat(render(TRINO).get("env").toString())
        .contains(
            "{name=TRINO_CATALOG_SECRET,"
                + " valueFrom={secretKeyRef={name=freshet-trino, key=catalog}}}")
        .doesNotContain("value=");
  }

  @Test
  void speaksTlsItselfWhereItHasACertificate() throws IOException {
    Map<String, Object> values = render(TRINO + "  certificate: trino-tls\n");

    assertThat(at(values, "server", "config", "https", "keystore", "path"))
        .isEqualTo("/etc/freshet/tls/tls-combined.pem");
    assertThat(values.get("coordinator").toString()).contains("secretName=trino-tls");
    assertThat(values.get("additionalConfigProperties").toString()).doesNotContain("forwarded");
  }

  @Test
  void saysWhatLacksWhereNobodyCouldLogIn() throws IOException {
    Path file = folder.resolve("trino.yaml");
    CommandRun run = run("", file);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("The values have nothing under trino");
    assertThat(run("trino: {issuer: 'http://id', client: a, secret: s}\n", file).err())
        .contains("trino.issuer is http://id; it must be an https address of an identity provider");
  }

  private Map<String, Object> render(String trino) throws IOException {
    Path file = folder.resolve("trino.yaml");
    CommandRun run = run(trino, file);
    assertThat(run.exitCode()).as(run.err()).isZero();

    return new Yaml().load(Files.readString(file));
  }

  /** Without applications, which Flink would have to plan. */
  private CommandRun run(String trino, Path file) throws IOException {
    Path values =
        Files.writeString(
            folder.resolve("values.yaml"),
            Files.readString(EXAMPLE).replaceFirst("applications: \\[.*]", "applications: []")
                + trino);
    Files.writeString(folder.resolve("profile.yaml"), "lineage.url: http://127.0.0.1:1\n");

    return CommandRun.of("deploy", "render", "--out", folder.resolve("manifests").toString())
        .with("--values", values.toString(), "--contracts", CONTRACTS.toString())
        .with("--profile", folder.resolve("profile.yaml").toString())
        .with("--trino", file.toString())
        .run();
  }

  private static String at(Map<String, Object> values, String... path) {
    Object node = values;
    for (String key : path) {
      node = ((Map<?, ?>) node).get(key);
    }

    return String.valueOf(node);
  }
}
