package io.freshet.ingestion.gateway.http;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.ingestion.gateway.GatewaySettings;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.ingestion.gateway.account.TemporaryAccounts;
import io.freshet.ingestion.gateway.admission.ApiKeys;
import io.freshet.ingestion.gateway.admission.Credentials;
import io.freshet.ingestion.gateway.admission.Tokens;
import io.freshet.ingestion.gateway.contracts.Served;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.IntakeMetrics;
import io.freshet.ingestion.gateway.reading.ConsumerInstances;
import io.freshet.ingestion.gateway.reading.ReadingMetrics;
import io.freshet.ingestion.gateway.refusal.KeptRefusals;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.fuzz.document.DocumentedAnswers;
import io.freshet.testing.samples.Rides;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A gateway before a Kafka that is none, and a client of it that holds every answer against the
 * OpenAPI document.
 */
final class Gate implements AutoCloseable {
  static final String KEY = "a-key-of-the-tests";
  static final String ANALYST_KEY = "a-key-of-a-reader";
  static final String ENGINEER_KEY = "a-key-of-another-reader";
  static final int MAX_CONSUMERS = 4;
  static final GatewaySettings.Limits LIMITS =
      new GatewaySettings.Limits(
          4000, 3, 10_000, 1000, Duration.ofMillis(300), Duration.ofSeconds(1));

  static final Tokens TOKENS =
      Tokens.signedWith("a secret of the tests, 32 bytes long", InstantSource.system());

  /** Far beyond what a busy machine needs: these tests acknowledge, or fail, by themselves. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final DocumentedAnswers DOCUMENT =
      DocumentedAnswers.of("io/freshet/ingestion/gateway/http/openapi.yaml");

  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TemporaryAccounts accounts = TemporaryAccounts.open();
  private final FakeKafka kafka;
  private final AtomicReference<Served> served;
  private final KeptRefusals refusals;
  private final ConsumerInstances consumers;
  private final HttpDoor door;

  private Gate(
      FakeKafka kafka,
      KeptRefusals refusals,
      GatewaySettings.Limits limits,
      Duration patience,
      Tracing tracing) {
    this.kafka = kafka;
    this.refusals = refusals;
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    this.served = new AtomicReference<>(kafka.served(registry));
    EventIntake intake =
        new EventIntake(kafka.log(), accounts.accounts(), patience, new IntakeMetrics(metrics));
    GatewaySettings settings =
        new GatewaySettings(
            new HttpAddress("gateway", "127.0.0.1", 0),
            new Credentials(
                ApiKeys.of(
                    List.of(
                        Rides.PRODUCER + ":" + ApiKeys.hash(KEY),
                        ReadableRides.ANALYST + ":" + ApiKeys.hash(ANALYST_KEY),
                        ReadableRides.ENGINEER + ":" + ApiKeys.hash(ENGINEER_KEY))),
                Optional.of(TOKENS),
                Optional.empty()),
            limits,
            new GatewaySettings.Reading(
                Optional.empty(), MAX_CONSUMERS, Duration.ofMinutes(5), 4000),
            new GatewaySettings.Refused(0, 0),
            new GatewaySettings.ContractsFolder(Path.of("."), Duration.ofSeconds(1)),
            Path.of("."),
            new KafkaSettings("127.0.0.1:1", 1),
            Optional.empty(),
            RegistrySettings.of("http://127.0.0.1:1"),
            TracingSettings.off(),
            Duration.ofSeconds(1));
    this.consumers =
        new ConsumerInstances(
            () -> served.get().readable(),
            (group, startAt) -> kafka.openConsumer(),
            new ConsumerInstances.Bounds(MAX_CONSUMERS, Duration.ofMinutes(5)),
            System::nanoTime,
            new ReadingMetrics(metrics));
    this.door =
        GatewayDoor.open(
            settings,
            served::get,
            new GatewayDoor.Sending(intake, registry, refusals.refusals()),
            new GatewayDoor.Reading(consumers, kafka),
            new GatewayDoor.Watching(metrics, tracing),
            new Dependency("kafka", () -> true));
  }

  static Gate open(Contract... contracts) {
    return open(LIMITS, FakeKafka.acknowledging(contracts));
  }

  static Gate open(GatewaySettings.Limits limits, FakeKafka kafka) {
    return new Gate(kafka, KeptRefusals.unbounded(), limits, PATIENCE, Tracing.off());
  }

  /** One that tells of its steps. */
  static Gate tracing(Tracing tracing, FakeKafka kafka) {
    return new Gate(kafka, KeptRefusals.unbounded(), LIMITS, PATIENCE, tracing);
  }

  /** One that gives Kafka no time to speak of. */
  static Gate impatient(FakeKafka kafka) {
    return new Gate(kafka, KeptRefusals.unbounded(), LIMITS, Duration.ofMillis(50), Tracing.off());
  }

  /** One that keeps what it refuses there. */
  static Gate keeping(KeptRefusals refusals, Contract... contracts) {
    return new Gate(FakeKafka.acknowledging(contracts), refusals, LIMITS, PATIENCE, Tracing.off());
  }

  FakeKafka kafka() {
    return kafka;
  }

  /** Other contracts are served from now on, of topics that were there before. */
  void serve(Contract... contracts) {
    served.set(FakeKafka.silent(contracts).served(registry));
  }

  InMemorySchemaRegistry registry() {
    return registry;
  }

  int port() {
    return door.port();
  }

  /** A request with a key that opens the gate. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(door.port(), path)))
        .header("Authorization", "Bearer " + KEY);
  }

  /** A request of one of the readers. */
  HttpRequest.Builder reading(String key, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(door.port(), path)))
        .header("Authorization", "Bearer " + key);
  }

  HttpResponse<String> post(String path, String contentType, String body) {
    return postAsync(path, contentType, body).join();
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, String contentType, String body) {
    return sendAsync(
        request(path)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return sendAsync(request).join();
  }

  CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();

    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(answer -> DOCUMENT.checked(request, answer));
  }

  /** Of a request that the document does not know. */
  HttpResponse<String> sendUndocumented(HttpRequest.Builder request) {
    return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
  }

  @Override
  public void close() {
    consumers.drain();
    door.close();
    consumers.close();
    accounts.close();
  }
}
