package io.freshet.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.TopicRights;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Images as processes that do their work: our servers', and Flink's and Spark's own distribution
 * with what our Dockerfiles take away and add. Arguments, variables, profile and contracts are
 * those of the rendered resources, and each comes to Kafka and to the catalog as the user and the
 * client that are rendered for it.
 */
@FullOnly
class ImagesAtWorkIT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Path CONTRACTS = Path.of("..", "contracts");
  private static final String DAY = "2008-05-19";
  private static final Instant NOON = Instant.parse(DAY + "T19:00:00Z");

  @TempDir private static Path folder;
  private static WorkingInstallation installation;

  @BeforeAll
  static void install() throws Exception {
    installation = WorkingInstallation.in(folder);
  }

  @AfterAll
  static void stop() {
    if (installation != null) {
      installation.close();
    }
  }

  @Test
  void doTheWorkOfADay() throws Exception {
    takesAnOrder();
    writesWhatIsSent();
    publishesANight();
    maintainsAllTables();
  }

  /** Under the rights of its own user alone, and without keys of the store. */
  @Test
  void appliesContractsOnceAndNothingTheSecondTime() throws Exception {
    int exitCode = installation.applyContracts(folder.resolve("again.log"));

    assertThat(exitCode).as(logs("again.log")).isZero();
    assertThat(logs("apply.log")).containsPattern("Plan: [1-9]\\d* to create").contains("Applied");
    assertThat(logs("again.log")).contains("Plan: 0 to create, 0 to change, 0 refused");
  }

  private void takesAnOrder() throws Exception {
    Process gateway = installation.gateway(folder.resolve("gateway.log"));
    String door = installation.gatewayAddress();
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .failFast(
              "The gateway has ended",
              () -> assertThat(gateway.isAlive()).as(logs("gateway.log")).isTrue())
          .until(() -> isOk(door + "/health"));

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(door + "/events"))
                      .header("Authorization", "Bearer " + WorkingInstallation.KEY)
                      .header("Content-Type", "application/cloudevents+json")
                      .POST(HttpRequest.BodyPublishers.ofString(ShopEvents.order(NOON)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body() + logs("gateway.log")).isEqualTo(200);
    } finally {
      gateway.destroy();
      gateway.waitFor();
    }
  }

  private void writesWhatIsSent() throws Exception {
    ShopEvents.sendTheMarket(installation, NOON);
    try (FlinkPod pod = installation.flink("flink-iceberg-writer", "writer")) {
      assertThat(pod.jar()).exists();
      pod.startJobManager(folder.resolve("jobmanager.log"));
      pod.startTaskManager(folder.resolve("taskmanager.log"));

      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .failFast(
              "Flink has ended",
              () ->
                  assertThat(pod.isAlive()).as(logs("jobmanager.log", "taskmanager.log")).isTrue())
          .untilAsserted(
              () ->
                  assertThat(List.of(rows("order_events"), rows("markets")))
                      .as(logs("jobmanager.log", "taskmanager.log"))
                      .containsOnly("1"));
      assertThat(get(pod.address() + "/jobs/overview")).contains("\"state\":\"RUNNING\"");
      assertThat(pod.metrics())
          .extracting(ImagesAtWorkIT::get)
          .anySatisfy(figures -> assertThat(figures).contains("flink_jobmanager_job_uptime"))
          .anySatisfy(figures -> assertThat(figures).contains("flink_taskmanager_Status_JVM"));
    }
  }

  private void publishesANight() throws Exception {
    SparkPod pod =
        installation.spark("spark-jobs", "scheduledsparkapplication-nightly-orders-history");

    // The first day is published by hand; from it on the schedule finds days by itself.
    JsonNode first = answer(pod, List.of("--job", "orders_history", "--day", DAY));
    JsonNode scheduled = answer(pod, pod.arguments());

    assertThat(first.path("ok").asBoolean()).as(first.toString()).isTrue();
    assertThat(rows("orders_history")).isEqualTo("1");
    assertThat(scheduled.path("ok").asBoolean()).as(scheduled.toString()).isTrue();
  }

  private void maintainsAllTables() throws Exception {
    SparkPod pod = installation.spark("compaction", "sparkapplication-maintenance");

    // One of the rounds that it goes on with.
    assertThat(pod.arguments()).startsWith("--all", "--every");
    JsonNode answer = answer(pod, List.of("--all"));

    assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
    assertThat(answer.path("receipt").isObject()).as(answer.toString()).isTrue();
  }

  /** Until TaskManagers come: what the job may do in Kafka is asked before. */
  @ParameterizedTest
  @CsvSource({"json-validator, validator", "sql-apps, app-surge", "redis-eta, eta"})
  void begins(String image, String deployment) throws Exception {
    try (FlinkPod pod = installation.flink(image, deployment)) {
      String log = deployment + ".log";
      Process jobManager = pod.startJobManager(folder.resolve(log));

      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .failFast(
              "Flink has ended", () -> assertThat(jobManager.isAlive()).as(logs(log)).isTrue())
          .until(() -> get(pod.address() + "/jobs/overview").contains("\"state\":\"RUNNING\""));
    }
  }

  /** What it may not do it says before it begins. */
  @Test
  void endsAWriterThatComesAsSomebodyElse() throws Exception {
    try (FlinkPod pod = installation.flink("flink-iceberg-writer", "writer")) {
      pod.comeAs("spark");
      Process jobManager = pod.startJobManager(folder.resolve("refused.log"));

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  !jobManager.isAlive()
                      || logs("refused.log").contains("Kafka does not let this user"));
      assertThat(logs("refused.log"))
          .contains("Kafka does not let this user READ")
          .contains("READ order_events");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gateway, order_events, dead_letters",
    "writer, dead_letters, order_events",
    "spark, table_commits, order_events",
    "client-orders, order_events, dasher_pings",
    "client-dasher-app, dasher_pings, order_events",
    "app-surge, surge_multipliers, order_events"
  })
  void writesItsOwnStreamsAndNoOther(String user, String own, String another) {
    try (Admin admin = Admin.create(installation.kafkaAs(user).clientConfig())) {
      assertThatCode(() -> TopicRights.require(admin, List.of(), List.of(own)))
          .doesNotThrowAnyException();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            installation.kafkaAs(user).clientConfig(),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(another, new byte[1])).get())
          .hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gateway, dasher_pings",
    "spark, order_events",
    "client-orders, order_events",
    "contract-apply, order_events"
  })
  void readsNothingOfOthers(String user, String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            installation.kafkaAs(user).readingConfig(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seek(new TopicPartition(topic, 0), 0);

      assertThatThrownBy(() -> consumer.poll(PATIENCE))
          .isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "trino, raw.order_events",
    "writer, clean.orders_history",
    "nightly-orders-history, raw.order_events"
  })
  void changesNoTableOfOthers(String client, String table) throws Exception {
    Catalog catalog = LakeCatalog.open(installation.catalogAs(client));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      assertThatThrownBy(
              () ->
                  catalog
                      .loadTable(TableIdentifier.parse(table))
                      .updateProperties()
                      .set("comment", "mine")
                      .commit())
          .isInstanceOf(ForbiddenException.class)
          .hasMessageContaining("lacks the scope");
    }
  }

  /** Of Spark's own jars only those are left that this needs. */
  @Test
  void asksKubernetesForExecutors() throws Exception {
    Queue<String> asked = new ConcurrentLinkedQueue<>();
    HttpServer kubernetes =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    kubernetes.createContext(
        "/",
        exchange -> {
          asked.add("%s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI()));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    kubernetes.start();
    Process driver =
        installation
            .spark("spark-jobs", "nightly-orders-history")
            .start(
                "k8s://http://127.0.0.1:" + kubernetes.getAddress().getPort(),
                Map.of(
                    "spark.kubernetes.namespace", "freshet",
                    "spark.kubernetes.driver.pod.name", "nightly-driver",
                    "spark.kubernetes.container.image", "registry.example/freshet/spark-jobs:1"),
                List.of("--job", "orders_history", "--day", DAY),
                folder.resolve("kubernetes.json"),
                folder.resolve("kubernetes.log"));
    try {
      await()
          .atMost(PATIENCE)
          .failFast(
              "Spark has ended",
              () ->
                  assertThat(driver.isAlive())
                      .as(logs("kubernetes.log", "kubernetes.json"))
                      .isTrue())
          .until(() -> asked.stream().anyMatch(call -> call.contains("/pods/nightly-driver")));
    } finally {
      driver.destroyForcibly();
      kubernetes.stop(0);
    }
  }

  private static JsonNode answer(SparkPod pod, List<String> arguments) throws Exception {
    Path answer = folder.resolve("spark.json");
    Process driver =
        pod.start("local[2]", Map.of(), arguments, answer, folder.resolve("spark.log"));
    try {
      assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as(logs("spark.log"))
          .isTrue();
      assertThat(driver.exitValue()).as(logs("spark.log", "spark.json")).isZero();

      return new ObjectMapper().readTree(Files.readString(answer));
    } finally {
      driver.destroyForcibly();
    }
  }

  /** As the newest snapshot of the contract's table tells it. */
  private static String rows(String contract) throws Exception {
    Catalog catalog = LakeCatalog.open(LakeSettings.from(installation.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Snapshot newest =
          catalog
              .loadTable(TableLayout.name(Contracts.read(CONTRACTS).require(contract)))
              .currentSnapshot();

      return newest == null ? "0" : newest.summary().get("total-records");
    }
  }

  private static boolean isOk(String address) {
    return answer(address).filter(answer -> answer.statusCode() == 200).isPresent();
  }

  private static String get(String address) {
    return answer(address).map(HttpResponse::body).orElse("");
  }

  /** Empty where nobody listens yet. */
  private static Optional<HttpResponse<String>> answer(String address) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    try {
      return Optional.of(
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String logs(String... names) {
    StringBuilder logs = new StringBuilder();
    for (String name : names) {
      try {
        logs.append(name).append(":\n").append(Files.readString(folder.resolve(name)));
      } catch (IOException e) {
        logs.append(e);
      }
    }

    return logs.toString();
  }
}
