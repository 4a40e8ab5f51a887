package io.freshet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.TopicShape;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example company: three markets, 200 contracts. */
class InstallationTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Installation installation;
  private static List<Resource> resources;

  @BeforeAll
  static void render() throws IOException {
    installation = ExampleCompany.installation(ExampleCompany.CONTRACTS, folder);
    resources = installation.resources();
  }

  @Test
  void isTheSameHoweverOftenItIsRendered() {
    assertThat(installation.resources().stream().map(each -> Manifests.text(each.body())))
        .containsExactlyElementsOf(
            resources.stream().map(each -> Manifests.text(each.body())).toList());
  }

  @Test
  void holdsToThePolicy() {
    assertThat(Policy.findings(resources)).isEmpty();
  }

  @Test
  void hasNoAnchorsThatReadersWouldHaveToFollow() {
    assertThat(resources)
        .noneMatch(each -> Manifests.text(each.body()).matches("(?s).*[:-] [&*]id\\d+.*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FlinkDeployment",
        "ScheduledSparkApplication",
        "SparkApplication",
        "KafkaTopic",
        "KafkaUser"
      })
  void isWhatTheOperatorsTake(String kind) throws IOException {
    JsonSchema schema = schema(kind);
    List<Resource> ofKind = resources.stream().filter(each -> each.kind().equals(kind)).toList();

    assertThat(ofKind).isNotEmpty();
    for (Resource resource : ofKind) {
      JsonNode spec = JSON.valueToTree(Manifests.parsed(resource).get("spec"));
      Set<ValidationMessage> problems = schema.validate(spec);
      assertThat(problems).as(resource.path()).isEmpty();
    }
  }

  private static JsonSchema schema(String kind) throws IOException {
    try (InputStream in = InstallationTest.class.getResourceAsStream("/crd/" + kind + ".json")) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
  }

  /** The schemas are cut down; they must still refuse. */
  @Test
  void isRefusedByTheirSchemasWhereItIsWrong() throws IOException {
    Map<String, Object> spec =
        new TreeMap<>(
            (Map<String, Object>)
                ExampleCompany.one(resources, "FlinkDeployment", "writer").body().get("spec"));
    spec.put("upgradeMode", "savepoint");

    assertThat(schema("FlinkDeployment").validate(JSON.valueToTree(spec))).hasSize(1);
  }

  @Test
  void hasATopicForEachStreamAsContractApplyMakesIt() {
    for (Contract contract : installation.contracts().all()) {
      if (contract.stream().isPresent()) {
        TopicShape shape = TopicShape.of(contract, installation.values().kafka().maxReplicas());
        Map<?, ?> spec =
            (Map<?, ?>)
                ExampleCompany.one(resources, "KafkaTopic", contract.name().replace('_', '-'))
                    .body()
                    .get("spec");
        assertThat(spec.get("partitions")).isEqualTo(shape.partitions());
        assertThat(spec.get("replicas")).isEqualTo(shape.replicas());
        assertThat(spec.get("config")).isEqualTo(shape.config());
      }
    }
  }

  /** Argo CD and Flux delete what a folder has no longer; the topic's events would go with it. */
  @Test
  void letsNoControllerDeleteATopic() {
    assertThat(text("KafkaTopic", "order-events"))
        .contains(
            "argocd.argoproj.io/sync-options: Prune=false,Delete=false",
            "kustomize.toolkit.fluxcd.io/prune: disabled");
  }

  /** The operator's way back mounts the map of the version before. */
  @Test
  void letsNobodyDeleteTheFilesOfAVersionThatAnOperatorMayGoBackTo() {
    Resource files =
        resources.stream()
            .filter(each -> each.name().matches("app-surge-[0-9a-f]{16}"))
            .findFirst()
            .orElseThrow();

    assertThat(files.kind()).isEqualTo("ConfigMap");
    assertThat(Manifests.text(files.body()))
        .contains(
            "argocd.argoproj.io/sync-options: Prune=false,Delete=false",
            "kustomize.toolkit.fluxcd.io/prune: disabled",
            "helm.sh/resource-policy: keep");
  }

  /** A pod of before reads the settings of before, whatever is refused of the new ones. */
  @Test
  void keepsTheSettingsOfBeforeForWhoGoesBackToThem(@TempDir Path other) throws IOException {
    List<Resource> changed =
        new Installation(
                ExampleCompany.values(other, "cpu-budget: 10m", "cpu-budget: 20m"),
                installation.contracts(),
                List.of(ExampleCompany.surge()))
            .resources();
    Resource before = ExampleCompany.one(resources, "ConfigMap", "freshet-profile");
    Resource after = ExampleCompany.one(changed, "ConfigMap", "freshet-profile");

    assertThat(after.name()).isNotEqualTo(before.name());
    assertThat(Manifests.text(before.body()))
        .contains("Prune=false", "helm.sh/resource-policy: keep");
    assertThat(mapsOfSettings(resources)).containsExactly(before.name());
    assertThat(mapsOfSettings(changed)).containsExactly(after.name());
  }

  private static Set<String> mapsOfSettings(List<Resource> all) {
    return all.stream()
        .filter(each -> !each.kind().equals("ConfigMap"))
        .flatMap(each -> Manifests.text(each.body()).lines())
        .filter(line -> line.contains("name: freshet-profile"))
        .map(line -> line.replaceFirst(".*name: ", ""))
        .collect(Collectors.toSet());
  }

  @Test
  void hasAWriterForEachPoolThatKnowsItsContractsAndNoOthers() {
    String writer = text("FlinkDeployment", "writer-signal-020");

    assertThat(writer)
        .contains("--writer.streams=signal_020")
        .contains("contract-signal-020")
        .doesNotContain("contract-signal-021")
        .contains("job.autoscaler.catch-up.duration: 30 s");
    assertThat(
            resources.stream()
                .filter(each -> each.kind().equals("FlinkDeployment"))
                .map(Resource::name)
                .filter(name -> name.startsWith("writer")))
        .hasSize(10);
  }

  /** Each has metrics, and rules of Prometheus rest on them. */
  @Test
  void tellsPrometheusOfEveryServer() {
    List<Resource> servers =
        resources.stream()
            .filter(each -> List.of("Deployment", "StatefulSet").contains(each.kind()))
            .filter(each -> !ports(each).isEmpty())
            .toList();

    assertThat(servers.stream().flatMap(each -> ports(each).stream()))
        .contains("8181", "8484", "8686", "8787", "8282", "8989");
    for (Resource server : servers) {
      String port = ports(server).get(0);

      assertThat(Manifests.text(server.body()))
          .as(server.name())
          .contains("prometheus.io/scrape: 'true'", "prometheus.io/port: '%s'".formatted(port));
    }
  }

  private static List<String> ports(Resource server) {
    return Pattern.compile("containerPort: (\\d+)")
        .matcher(Manifests.text(server.body()))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** It tells of dead letters, too, and theirs is a minute. */
  @Test
  void tellsTheValidatorTheIntervalThatItWouldFindItself(@TempDir Path folder) throws IOException {
    ExampleCompany.contracts(101, folder);
    Path raw = folder.resolve("signal_100.yaml");
    Files.writeString(
        raw, Files.readString(raw).replace("freshness, value: 60,", "freshness, value: 600,"));
    Contracts slow = Contracts.read(folder);

    assertThat(slow.require("signal_100").requireTable().timing().freshness())
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(
            ExampleCompany.text(
                new Installation(ExampleCompany.values(), slow, List.of()).resources(),
                "FlinkDeployment",
                "validator"))
        .contains("--validator.checkpoint-interval=3s");
  }

  @Test
  void tellsTheConsoleOfEveryJobAndNobodyElse() {
    String console = text("Deployment", "console");

    resources.stream()
        .filter(each -> each.kind().equals("FlinkDeployment"))
        .forEach(
            job ->
                assertThat(console)
                    .contains("http://%s-rest.freshet.svc:8081".formatted(job.name())));
    assertThat(text("Deployment", "catalog")).doesNotContain("-rest.freshet.svc");
  }

  @Test
  void tellsFlinkToReachItsStateByItsServiceAccountsRole() {
    assertThat(text("FlinkDeployment", "writer"))
        .contains("com.amazonaws.auth.WebIdentityTokenCredentialsProvider");
  }

  /** Not beside the warehouse, where backups look otherwise. */
  @Test
  void tellsBackupsWhereFlinksStateIs(@TempDir Path other) throws IOException {
    assertThat(text("ConfigMap", "freshet-profile"))
        .contains("backup.flink-state: s3://dashline-flink/applications");
    assertThat(text("FlinkDeployment", "writer"))
        .contains("s3://dashline-flink/applications/writer/checkpoints");
    assertThat(
            ExampleCompany.text(
                new Installation(
                        ExampleCompany.values(other, "state: s3://", "state: gs://"),
                        installation.contracts(),
                        List.of())
                    .resources(),
                "ConfigMap",
                "freshet-profile"))
        .doesNotContain("backup.flink-state");
  }

  @Test
  void tellsFlinkWhatToLog() {
    assertThat(text("FlinkDeployment", "writer"))
        .contains("logConfiguration:", "logback-console.xml");
  }

  @Test
  void givesEachProcessTheSecretsOfItsOwnSettings() {
    assertThat(text("Deployment", "catalog"))
        .contains("FRESHET_CATALOG_TOKEN", "FRESHET_POSTGRES_PASSWORD", "secretKeyRef")
        .doesNotContain("FRESHET_LIVE_TOKEN");
    assertThat(text("FlinkDeployment", "app-surge"))
        .contains("FRESHET_WEBHOOK_MARKET_OPS_URL")
        .doesNotContain("FRESHET_POSTGRES_PASSWORD");
  }

  @Test
  void hasGatewaysOfEachMarket() {
    assertThat(
            resources.stream()
                .filter(each -> each.kind().equals("StatefulSet"))
                .map(Resource::name))
        .containsExactly("gateway-san-francisco", "gateway-oslo", "gateway-singapore");
  }

  /** A pod that goes is still sent requests until all who send some have heard of it. */
  @Test
  void keepsADoorOpenUntilNobodyIsSentThere() {
    String wait = "lifecycle:\\s+preStop:\\s+sleep:\\s+seconds: 5\n";

    assertThat(text("StatefulSet", "gateway-oslo"))
        .containsPattern(wait)
        .contains("terminationGracePeriodSeconds: 35");
    assertThat(text("Deployment", "orders")).containsPattern(wait);
    assertThat(text("Deployment", "console")).as("there is one").doesNotContain("preStop");
  }

  @Test
  void spreadsServersOverZonesAndMachines() {
    assertThat(text("StatefulSet", "gateway-oslo"))
        .containsPattern(
            "topologyKey: topology.kubernetes.io/zone\\s+whenUnsatisfiable: ScheduleAnyway")
        .containsPattern(
            "topologyKey: kubernetes.io/hostname\\s+whenUnsatisfiable: ScheduleAnyway");
  }

  @Test
  void hasANightlyForEachDerivedContract() {
    Set<String> nightlies =
        resources.stream()
            .filter(each -> each.kind().equals("ScheduledSparkApplication"))
            .map(Resource::name)
            .collect(Collectors.toSet());

    assertThat(nightlies).contains("nightly-orders-history").hasSize(7);
  }

  @Test
  void maintainsAllTablesRoundAfterRound() {
    Map<?, ?> spec =
        (Map<?, ?>)
            ExampleCompany.one(resources, "SparkApplication", "maintenance").body().get("spec");

    assertThat(spec.get("arguments")).isEqualTo(List.of("--all", "--every", "10m"));
    assertThat(spec.get("restartPolicy")).asString().contains("type=Always");
    assertThat(spec.get("dynamicAllocation")).asString().contains("minExecutors=0");
    assertThat(spec.containsKey("timeToLiveSeconds")).isFalse();
    assertThat(text("ConfigMap", "freshet-profile")).contains("maintenance.cpu-budget: 10m");
    assertThat(text("SparkApplication", "maintenance"))
        .contains("FRESHET_CATALOG_TOKEN", "mountPath: /var/freshet/receipts");
  }

  @Test
  void letsOnlyReadersWhoSeeEverythingReadFromKafka() {
    assertThat(text("KafkaUser", "client-orders")).contains("name: order_events", "- Write");
    assertThat(resources).noneMatch(each -> each.name().equals("client-wall-board"));
  }

  @Test
  void letsTheConsoleWriteWhatItMeasuresAndNothingElse() {
    String console = text("KafkaUser", "console");

    assertThat(console.split("- Write")).hasSize(2);
    assertThat(console).contains("name: freshness_history");
  }

  @Test
  void hasFlinkTellPrometheusHowItIs() {
    assertThat(text("FlinkDeployment", "writer"))
        .contains(
            "metrics.reporter.prometheus.factory.class:"
                + " org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
            "metrics.reporter.prometheus.port: '9249'",
            "prometheus.io/port: '9249'",
            "containerPort: 9249");
  }

  /** Groups of those who read over HTTP are called so. */
  @Test
  void letsTheGatewayReadForOthersGroups() {
    assertThat(text("KafkaUser", "gateway")).contains("name: http.");
  }

  /** They refuse a timeout that a broker would not keep, and need its settings for that. */
  @Test
  void letsWhoeverWritesInTransactionsAskHowLongTheyMayLast() {
    assertThat(text("KafkaUser", "app-surge")).contains("type: cluster", "- DescribeConfigs");
  }

  /** Who reads it looks at how old what waits there is. */
  @Test
  void letsTheValidatorAndTheConsoleReadTheTopicOfRawJsonThatSettingsName(@TempDir Path other)
      throws IOException {
    List<Resource> renamed =
        new Installation(
                ExampleCompany.values(
                    other, "settings:\n", "settings:\n  validator.topic: web_json\n"),
                installation.contracts(),
                List.of())
            .resources();

    assertThat(ExampleCompany.text(renamed, "KafkaUser", "validator"))
        .contains("name: web_json", "- Create")
        .doesNotContain("raw_json");
    assertThat(ExampleCompany.text(renamed, "KafkaUser", "console")).contains("name: web_json");
  }

  /** Else pods, which have the platform's own, would go on with it. */
  @Test
  void tellsPodsThatTheCompanyHasEndedOneOfThePlatforms(@TempDir Path other) throws IOException {
    ExampleCompany.contracts(0, other);
    try (InputStream platforms =
        Contracts.class.getResourceAsStream("platform/freshness_history.yaml")) {
      String own = new String(platforms.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          other.resolve("freshness_history.yaml"),
          own.replaceFirst("(?m)^status: active$", "status: retired"));
    }
    List<Resource> ended =
        new Installation(ExampleCompany.values(), Contracts.read(other), List.of()).resources();

    assertThat(ExampleCompany.text(ended, "ConfigMap", "contract-freshness-history"))
        .contains("status: retired");
    assertThat(ExampleCompany.text(ended, "Deployment", "console"))
        .contains("name: contract-freshness-history");
  }

  private static String text(String kind, String name) {
    return ExampleCompany.text(resources, kind, name);
  }
}
