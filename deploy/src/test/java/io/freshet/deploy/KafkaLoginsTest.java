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
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As whom each process of the example comes to Kafka, which asks. */
class KafkaLoginsTest {
  private static final String CLUSTER = "  cluster: lake\n";
  private static final String PROTOCOL = "  kafka.security.protocol: SASL_SSL\n";

  @TempDir private static Path shipped;
  private static Contracts contracts;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    contracts = ExampleCompany.contracts(0, shipped);
  }

  @ParameterizedTest
  @CsvSource({
    "StatefulSet, gateway-oslo, gateway",
    "Deployment, console, console",
    "FlinkDeployment, writer, writer",
    "FlinkDeployment, eta, eta",
    "FlinkDeployment, app-surge, app-surge",
    "SparkApplication, maintenance, spark",
    "ScheduledSparkApplication, nightly-orders-history, spark"
  })
  void logsEachProcessInAsTheUserThatIsRenderedForIt(String kind, String name, String user)
      throws IOException {
    List<Resource> resources = with(CLUSTER, CLUSTER);

    assertThat(ExampleCompany.one(resources, "KafkaUser", user)).isNotNull();
    assertThat(ExampleCompany.text(resources, kind, name))
        .containsPattern("name: FRESHET_KAFKA_SASL_USERNAME\\s+value: %s\n".formatted(user))
        .containsPattern(
            "name: kafka-login\\s+secret:\\s+secretName: %s\n\\s+defaultMode: 288\n".formatted(user)
                + "\\s+items:\\s+- key: password\\s+path: password\n")
        .containsPattern("mountPath: /opt/freshet/kafka-login\\s+readOnly: true");
  }

  @Test
  void namesTheSameFileToAll() throws IOException {
    assertThat(ExampleCompany.text(with(CLUSTER, CLUSTER), "ConfigMap", "freshet-profile"))
        .contains(
            "kafka.sasl.mechanism: SCRAM-SHA-512\n",
            "kafka.sasl.password-file: /opt/freshet/kafka-login/password\n");
  }

  @Test
  void givesNoLoginToWhomKafkaIsNothing() throws IOException {
    assertThat(ExampleCompany.text(with(CLUSTER, CLUSTER), "Deployment", "orders"))
        .doesNotContain("kafka-login", "SASL");
  }

  @Test
  void givesNoLoginWhereKafkaAsksNobody() throws IOException {
    List<Resource> resources = with(PROTOCOL, "  kafka.security.protocol: SSL\n");

    assertThat(ExampleCompany.text(resources, "FlinkDeployment", "writer"))
        .doesNotContain("kafka-login", "SASL");
    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-profile"))
        .doesNotContain("kafka.sasl.");
  }

  @Test
  void leavesTheOneLoginOfSettingsToAll() throws IOException {
    List<Resource> resources =
        new Installation(
                ExampleCompany.values(
                    folder,
                    text ->
                        text.replace(
                                PROTOCOL,
                                PROTOCOL
                                    + "  kafka.sasl.mechanism: SCRAM-SHA-256\n"
                                    + "  kafka.sasl.username: freshet\n")
                            .replace(
                                "secrets:\n",
                                "secrets:\n  kafka.sasl.password: {secret: one, key: password}\n")),
                contracts,
                List.of())
            .resources();

    assertThat(ExampleCompany.text(resources, "FlinkDeployment", "writer"))
        .contains("FRESHET_KAFKA_SASL_PASSWORD")
        .doesNotContain("kafka-login", "FRESHET_KAFKA_SASL_USERNAME");
    assertThat(ExampleCompany.text(resources, "ConfigMap", "freshet-profile"))
        .contains("kafka.sasl.mechanism: SCRAM-SHA-256")
        .doesNotContain("password-file");
  }

  @Test
  void takesTheLoginThatIsNamedBeforeThatOfItsKindBeforeItsOwn() throws IOException {
    List<Resource> resources =
        with(
            CLUSTER,
            CLUSTER
                + """
                  logins:
                    flink: {user: all-flink}
                    eta: {user: just-eta, secret: kafka-of-eta, key: pass}
                """);

    assertThat(ExampleCompany.text(resources, "FlinkDeployment", "eta"))
        .contains("value: just-eta", "secretName: kafka-of-eta", "key: pass\n");
    assertThat(ExampleCompany.text(resources, "FlinkDeployment", "writer"))
        .contains("value: all-flink", "secretName: all-flink");
    assertThat(ExampleCompany.text(resources, "Deployment", "console"))
        .contains("secretName: console");
    assertThat(Policy.findings(resources)).isEmpty();
  }

  /** As beside a managed Kafka. */
  @Test
  void listsTheRightsOfAllWhereNobodyMakesUsersOfResources() throws IOException {
    List<Resource> resources =
        with(
            CLUSTER,
            """
              logins:
                flink: {user: all-flink}
                spark: {user: night}
                servers: {user: all-servers}
            """);
    Map<?, ?> lines =
        (Map<?, ?>)
            ExampleCompany.one(resources, "ConfigMap", "freshet-kafka-acls").body().get("data");

    assertThat(resources).noneMatch(resource -> resource.kind().startsWith("Kafka"));
    assertThat(lines.toString())
        .contains("all-flink=--add", "night=--add")
        .doesNotContain("writer=--add", "spark=--add", "User:writer");
    assertThat(lines.get("all-flink").toString().lines())
        .contains(
            "--add --allow-principal User:all-flink --operation Describe --operation Read"
                + " --topic order_events --resource-pattern-type literal",
            "--add --allow-principal User:all-flink --operation Describe --operation Write"
                + " --transactional-id freshet-app-surge-surge_multipliers-"
                + " --resource-pattern-type prefixed",
            "--add --allow-principal User:all-flink --operation Describe --operation Read"
                + " --group freshet-app-surge --resource-pattern-type literal",
            "--add --allow-principal User:all-flink --operation Describe"
                + " --operation DescribeConfigs --cluster");
    assertThat(lines.get("all-servers").toString())
        .contains("--operation AlterConfigs", "--topic freshness_history");
  }

  @Test
  void listsNoRightsWhereStrimziOrNobodyAsks() throws IOException {
    assertThat(with(CLUSTER, CLUSTER))
        .noneMatch(resource -> resource.name().equals("freshet-kafka-acls"));
    assertThat(
            new Installation(
                    ExampleCompany.values(
                        folder, text -> text.replace(PROTOCOL, "").replace(CLUSTER, "")),
                    contracts,
                    List.of())
                .resources())
        .noneMatch(resource -> resource.name().equals("freshet-kafka-acls"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '  cluster: lake\\n' | '' | is SASL_SSL, and console, gateway
          '  cluster: lake\\n' | '  logins: {flink: {user: f}}\\n' | console, gateway, nightly-
          '  cluster: lake\\n' | '  logins: {gatewy: {user: g}}\\n' | kafka.logins names gatewy,
          '  cluster: lake\\n' | '  logins: {eta: {secret: g}}\\n' | logins.eta.user is not set
          """)
  void saysWhoWouldHaveNoLogin(String text, String changed, String problem) {
    assertThatThrownBy(() -> with(text.replace("\\n", "\n"), changed.replace("\\n", "\n")))
        .isInstanceOf(FreshetException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void refusesLoginsWhereKafkaAsksNobody() {
    assertThatThrownBy(
            () -> withLogins(text -> text.replace(PROTOCOL, "").replace("truststore", "nothing")))
        .hasMessage(
            "settings.kafka.security.protocol is not set; it must be SASL_SSL or SASL_PLAINTEXT"
                + " where kafka.logins says as whom processes log in");
  }

  @Test
  void refusesOneLoginForAllBesideLoginsOfTheirOwn() {
    assertThatThrownBy(
            () ->
                withLogins(
                    text -> text.replace(PROTOCOL, PROTOCOL + "  kafka.sasl.username: freshet\n")))
        .hasMessage(
            "kafka.sasl.username is beside kafka.logins, by which each process comes as itself;"
                + " leave one out");
  }

  private List<Resource> withLogins(UnaryOperator<String> change) throws IOException {
    return new Installation(
            ExampleCompany.values(
                folder,
                text ->
                    change.apply(text.replace(CLUSTER, CLUSTER + "  logins: {eta: {user: e}}\n"))),
            contracts,
            List.of())
        .resources();
  }

  private List<Resource> with(String text, String changed) throws IOException {
    return new Installation(
            ExampleCompany.values(folder, text, changed),
            contracts,
            List.of(ExampleCompany.surge()))
        .resources();
  }
}
