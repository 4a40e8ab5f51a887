package io.freshet.cli.deploy;

import static org.awaitility.Awaitility.await;

import io.freshet.cli.CommandRun;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.toolkit.Sha256;
import io.freshet.local.Modules;
import io.freshet.local.Part;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * A small company's installation as rendered, over the embedded platform's registry, Postgres and
 * store, with a catalog of its own that gives its clients logins and a Kafka that asks who comes;
 * users of Kafka are made, contracts applied by the rendered job. Its pods are processes that a
 * test starts.
 */
final class WorkingInstallation implements AutoCloseable {
  /** By which the producer of orders comes to the gateway. */
  static final String KEY = "a-key-of-the-tests-and-of-nobody-else";

  private static final String BUCKET = "s3://lake";
  private static final Path CONTRACTS = Path.of("..", "contracts");

  private final Path folder;
  private final Platform platform;
  private final AskingKafka kafka;
  private final Settings settings;
  private final int gatewayPort;
  private final int catalogPort;
  private final Map<String, Map<String, Object>> rendered;
  private final Process catalog;

  private WorkingInstallation(Path folder, Platform platform, AskingKafka kafka) throws Exception {
    this.folder = folder;
    this.platform = platform;
    this.kafka = kafka;
    this.settings = platform.settings();
    try (ServerSocket one = new ServerSocket(0);
        ServerSocket another = new ServerSocket(0)) {
      this.gatewayPort = one.getLocalPort();
      this.catalogPort = another.getLocalPort();
    }
    Path contracts = contracts();
    Path values = Files.writeString(folder.resolve("values.yaml"), values());
    Path manifests = folder.resolve("manifests");
    run(
        "deploy",
        "render",
        "--values",
        values.toString(),
        "--contracts",
        contracts.toString(),
        "--out",
        manifests.toString());
    this.rendered = ImageLayout.rendered(manifests);
    for (Map<String, Object> resource : rendered.values()) {
      if (resource.get("kind").equals("KafkaUser")) {
        kafka.make(resource);
      }
    }
    this.catalog = catalog(folder.resolve("catalog.log"));
    Path log = folder.resolve("apply.log");
    if (applyContracts(log) != 0) {
      catalog.destroyForcibly();
      throw new IllegalStateException(Files.readString(log));
    }
  }

  /** The rendered one, with its clients, over the tables of the platform's. */
  private Process catalog(Path log) throws IOException {
    ImageLayout image =
        ImageLayout.of(EngineImage.context("catalog", images()), folder.resolve("catalog"));
    image.mount(rendered);
    Process process =
        image.start(rendered.get("servers/deployment-catalog.yaml"), log, this::secret);
    await()
        .atMost(Duration.ofMinutes(2))
        .failFast(
            "The catalog has ended",
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(log));
              }
            })
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(this::isCatalogUp);

    return process;
  }

  private boolean isCatalogUp() throws IOException, InterruptedException {
    HttpRequest health = HttpRequest.newBuilder(URI.create(catalogAddress() + "/health")).build();

    return HttpClient.newHttpClient()
            .send(health, HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  private String catalogAddress() {
    return "http://127.0.0.1:" + catalogPort;
  }

  static WorkingInstallation in(Path folder) throws Exception {
    Platform platform = Platform.in(new StateFolder(folder.resolve("platform")));
    platform.up(EnumSet.of(Part.REGISTRY, Part.CATALOG), ProgressListener.SILENT);
    try {
      String broker = Modules.around(Path.of(""), System.getenv()).classPath("local/kafka");
      AskingKafka kafka = AskingKafka.start(broker, folder.resolve("kafka"));
      try {
        return new WorkingInstallation(folder, platform, kafka);
      } catch (Exception e) {
        kafka.close();
        throw e;
      }
    } catch (Exception e) {
      platform.down(ProgressListener.SILENT);
      throw e;
    }
  }

  /** The shipped ones, and one that takes raw JSON: of those the validator comes. */
  private Path contracts() throws IOException {
    Path all = Files.createDirectory(folder.resolve("contracts"));
    Path raw = Path.of("../ingestion/sql-apps/applications/mobile-errors/contracts");
    for (Path each : List.of(CONTRACTS, raw)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(each, "*.yaml")) {
        for (Path file : files) {
          Files.copy(file, all.resolve(file.getFileName()));
        }
      }
    }

    return all;
  }

  /** A company as small as one machine; what a role gives in a cloud are secrets here. */
  private String values() {
    return """
    company: dashline
    tls: mesh
    images: {registry: registry.example/freshet, version: "1"}
    kafka: {bootstrap: "%s", cluster: lake, namespace: freshet, max-replicas: 1}
    store: {warehouse: %s/warehouse, state: %s/pods, region: us-east-1}
    markets: [{name: oslo, gateways: 1}]
    catalog: {clients: catalog-clients}
    settings:
      kafka.security.protocol: SASL_PLAINTEXT
      catalog.host: 127.0.0.1
      catalog.port: %d
      catalog.uri: %s
      postgres.url: %s?sslmode=disable
      postgres.user: %s
      gateway.host: 127.0.0.1
      gateway.port: %d
      registry.url: %s
      s3.endpoint: %s
      s3.path-style-access: true
      redis.nodes: 127.0.0.1:1
    secrets:
      catalog-logins.secret: {secret: catalog, key: logins}
      postgres.password: {secret: postgres, key: password}
      s3.access-key: {secret: store, key: access}
      s3.secret-key: {secret: store, key: secret}
      gateway.key-hashes: {secret: gateway, key: key-hashes}
    applications: [surge]
    jobs:
      - name: eta
        image: redis-eta
        main: io.freshet.serving.eta.EtaApplication
        reads: [order_events, dasher_pings, markets]
        writes: [eta_predictions, idle_dashers, market_supply, supply_alerts, supply_cells]
        settings: [eta., redis., tracing.]
    pools: {default: {parallelism: 1, max-parallelism: 1, cpu: 1, memory: 1600m}}
    servers: {gateway: {replicas: 1}, catalog: {replicas: 1}}
    batch: {executors: 1, cores: 1, memory: 1g}
    """
        .formatted(
            kafka.bootstrap(),
            BUCKET,
            BUCKET,
            catalogPort,
            catalogAddress(),
            settings.text("postgres.url"),
            settings.text("postgres.user"),
            gatewayPort,
            settings.text("registry.url"),
            settings.text("s3.endpoint"));
  }

  /** Of registry, catalog and store. */
  Settings settings() {
    return settings;
  }

  /** As who installs. */
  KafkaSettings kafkaInside() {
    return KafkaSettings.from(Settings.of(Map.of("kafka.bootstrap", kafka.inside())));
  }

  /** As that user. */
  KafkaSettings kafkaAs(String user) {
    return KafkaSettings.from(
        Settings.of(
            Map.of(
                "kafka.bootstrap",
                kafka.bootstrap(),
                "kafka.security.protocol",
                "SASL_PLAINTEXT",
                "kafka.sasl.mechanism",
                "SCRAM-SHA-512",
                "kafka.sasl.username",
                user,
                "kafka.sasl.password",
                ImageLayout.SECRET)));
  }

  /** As that client of the catalog. */
  LakeSettings catalogAs(String client) {
    return LakeSettings.from(
        Settings.of(
            Map.of(
                "catalog.uri",
                catalogAddress(),
                "catalog.credential",
                "%s:%s".formatted(client, ImageLayout.SECRET))));
  }

  String gatewayAddress() {
    return "http://127.0.0.1:" + gatewayPort;
  }

  /** The job that is rendered for it, with its own user's rights; its exit code. */
  int applyContracts(Path log) throws Exception {
    ImageLayout image =
        ImageLayout.of(EngineImage.context("cli", images()), folder.resolve("apply"));
    image.mount(rendered);

    return image.start(ImageLayout.contractApply(rendered), log, this::secret).waitFor();
  }

  Process gateway(Path log) throws IOException {
    ImageLayout image =
        ImageLayout.of(EngineImage.context("event-gateway", images()), folder.resolve("gateway"));
    image.mount(rendered);

    return image.start(rendered.get("servers/statefulset-gateway-oslo.yaml"), log, this::secret);
  }

  /** A Flink application of the render. */
  FlinkPod flink(String name, String deployment) throws IOException {
    Map<String, Object> resource =
        rendered.get("flink/flinkdeployment-%s.yaml".formatted(deployment));
    ImageLayout image = EngineImage.flink(name, images(), folder.resolve(deployment));
    image.mount(rendered);
    image.mountItems(FlinkPod.pod(resource), rendered);
    // What a role gives in a cloud.
    Map<String, String> store =
        Map.of(
            "s3.endpoint", settings.text("s3.endpoint"),
            "s3.path.style.access", "true",
            "s3.access-key", settings.text("s3.access-key"),
            "s3.secret-key", settings.text("s3.secret-key"));

    return new FlinkPod(image, resource, store, this::secret);
  }

  /**
   * A Spark application of the render.
   *
   * @param resource as its file is called
   */
  SparkPod spark(String image, String resource) throws IOException {
    Path root = folder.resolve(image);
    ImageLayout layout = EngineImage.spark(image, images(), root);
    layout.mount(rendered);

    return new SparkPod(layout, rendered.get("spark/%s.yaml".formatted(resource)), this::secret);
  }

  private Path images() {
    return folder.resolve("images");
  }

  private String secret(String variable) {
    if (variable.equals(Settings.environmentName("gateway.key-hashes"))) {
      return "orders:" + Sha256.hex(KEY);
    }

    if (variable.equals(Settings.environmentName("catalog-logins.secret"))) {
      return ImageLayout.SECRET;
    }

    return List.of("postgres.password", "s3.access-key", "s3.secret-key").stream()
        .filter(key -> Settings.environmentName(key).equals(variable))
        .map(key -> settings.text(key))
        .findFirst()
        .orElseThrow();
  }

  private static void run(String... words) {
    CommandRun run = CommandRun.of(words).run();
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.out() + run.err());
    }
  }

  @Override
  public void close() {
    catalog.destroyForcibly();
    kafka.close();
    platform.down(ProgressListener.SILENT);
  }
}
