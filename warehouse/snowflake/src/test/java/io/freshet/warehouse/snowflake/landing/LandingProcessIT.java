package io.freshet.warehouse.snowflake.landing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.warehouse.snowflake.script.Account;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The landing process as it is started, over the embedded platform's catalog, store and Kafka. */
@FullOnly
class LandingProcessIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY, Part.CATALOG);

  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;
  private LakeSettings settings;
  private PingLake lake;
  private S3Client s3;
  private String landing;
  private Optional<Process> following = Optional.empty();

  @BeforeEach
  void makeTable() throws Exception {
    Settings all = platform.settings();
    settings = LakeSettings.from(all);
    Contract contract = uniqueContract();
    Catalog catalog = LakeCatalog.open(settings);
    SupportsNamespaces namespaces = (SupportsNamespaces) catalog;
    if (!namespaces.namespaceExists(Namespace.of("raw"))) {
      namespaces.createNamespace(Namespace.of("raw"));
    }
    lake = PingLake.create(catalog, contract);
    landing = contract.name() + "-landing";
    s3 =
        S3Client.builder()
            .region(Region.of(settings.store().region()))
            .endpointOverride(URI.create(settings.store().endpoint()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        settings.store().accessKey(), settings.store().secretKey())))
            .build();
  }

  private Contract uniqueContract() throws Exception {
    String name = platform.uniqueName("pings");
    String yaml = Files.readString(Path.of("..", "..", "contracts", "dasher_pings.yaml"));
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    Files.writeString(
        contracts.resolve(name + ".yaml"),
        yaml.replaceAll("(?m)^((?:id|name|  - name): )dasher_pings$", "$1" + name));

    return Contracts.read(contracts).require(name);
  }

  @AfterEach
  void stop() {
    following.ifPresent(Process::destroyForcibly);
    s3.close();
  }

  @Test
  void landsOnceAndSaysWhat() throws Exception {
    lake.append(6);
    lake.compact();

    JsonNode first = land();
    JsonNode second = land();

    assertThat(first.path("ok").asBoolean()).isTrue();
    assertThat(table(first).path("snapshots").asInt()).isEqualTo(2);
    assertThat(table(first).path("files").asInt()).isEqualTo(2);
    assertThat(table(first).path("rows").asInt()).isEqualTo(6);
    assertThat(table(second).path("files").asInt()).isZero();
    assertThat(landed()).hasSize(2).allMatch(key -> key.endsWith(".parquet"));
  }

  @Test
  void landsACommitThatIsAnnounced() throws Exception {
    applyContractOfAnnouncements();
    lake.append(2);
    following = Optional.of(start("--follow"));
    Awaitility.await("the first sweep").atMost(LIMIT).until(() -> landed().size() == 2);

    lake.append(2);

    // Announced again and again: one that came before the process listened is lost.
    Awaitility.await("the announced commit")
        .atMost(LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              announce();

              return landed().size() == 4;
            });
  }

  @Test
  void saysThatTheCatalogIsAway() throws Exception {
    Process process =
        start(Map.of("FRESHET_CATALOG_URI", "http://127.0.0.1:9"), "--json", answer().toString());

    assertThat(process.waitFor()).isEqualTo(75);
    assertThat(new ObjectMapper().readTree(answer().toFile()).path("failure").asText())
        .contains("http://127.0.0.1:9");
  }

  private JsonNode land() throws Exception {
    assertThat(start("--json", answer().toString()).waitFor()).isZero();

    return new ObjectMapper().readTree(answer().toFile());
  }

  private Path answer() {
    return folder.resolve("answer.json");
  }

  private JsonNode table(JsonNode answer) {
    for (JsonNode table : answer.path("tables")) {
      if (table.path("table").asText().equals("raw." + lake.contract().name())) {
        return table;
      }
    }
    throw new AssertionError("The table is missing in " + answer);
  }

  private List<String> landed() {
    return s3
        .listObjectsV2(
            request -> request.bucket("lake").prefix(landing + "/" + lake.contract().name() + "/"))
        .contents()
        .stream()
        .map(object -> object.key())
        .toList();
  }

  private void announce() {
    lake.table().refresh();
    try (AwaitedProducer producer =
        AwaitedProducer.open(
            Account.projectContracts().tableCommits(), platform.settings(), "/freshet/test")) {
      CommitAnnouncement.by(producer::deliver)
          .committed("raw." + lake.contract().name(), lake.table(), lake.table().currentSnapshot());
    }
  }

  private void applyContractOfAnnouncements() {
    KafkaSettings kafka = KafkaSettings.from(platform.settings());
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
      new StreamProvisioner(
              admin, new HttpSchemaRegistry(RegistrySettings.from(platform.settings())), kafka)
          .apply(Account.projectContracts().tableCommits());
    }
  }

  private Process start(String... arguments) throws Exception {
    return start(Map.of(), arguments);
  }

  private Process start(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Modules.around(Path.of(""), System.getenv())
                    .java(
                        "warehouse/snowflake",
                        List.of("@src/main/jvm/jvm.options"),
                        LandingApplication.class.getName(),
                        arguments))
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "landing-process.log").toFile());
    builder.environment().put("FRESHET_PROFILE", platform.profile().toString());
    builder.environment().put("FRESHET_CONTRACTS_PATH", folder.resolve("contracts").toString());
    builder.environment().put("FRESHET_LANDING_LOCATION", "s3://lake/" + landing);
    builder
        .environment()
        .put("FRESHET_LANDING_WATERMARKS", "s3://lake/%s-marks".formatted(landing));
    builder.environment().put("FRESHET_LANDING_SWEEP_INTERVAL", "1h");
    builder.environment().putAll(environment);

    return builder.start();
  }
}
