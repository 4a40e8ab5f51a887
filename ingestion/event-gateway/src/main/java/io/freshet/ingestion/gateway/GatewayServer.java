package io.freshet.ingestion.gateway;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.process.Closing;
import io.freshet.core.server.process.ServerStart;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.Tracing;
import io.freshet.ingestion.gateway.account.Accounting;
import io.freshet.ingestion.gateway.account.IntakeAccounts;
import io.freshet.ingestion.gateway.contracts.AppliedContracts;
import io.freshet.ingestion.gateway.contracts.ContractsWatch;
import io.freshet.ingestion.gateway.contracts.LiveChanges;
import io.freshet.ingestion.gateway.contracts.Served;
import io.freshet.ingestion.gateway.http.GatewayDoor;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.IntakeMetrics;
import io.freshet.ingestion.gateway.reading.ConsumerInstances;
import io.freshet.ingestion.gateway.reading.KafkaConsumers;
import io.freshet.ingestion.gateway.reading.ReadableStreams;
import io.freshet.ingestion.gateway.reading.ReadingMetrics;
import io.freshet.ingestion.gateway.refusal.Refusals;
import io.freshet.ingestion.gateway.standby.Standby;
import io.freshet.ingestion.gateway.stream.EventLog;
import io.freshet.ingestion.gateway.stream.KafkaLog;
import io.freshet.ingestion.gateway.stream.KafkaTopics;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event gateway. Started by {@code main} as a process of its own; stopped by SIGTERM, upon
 * which requests that have begun are answered and what was taken is sent. All that the first
 * request needs of Kafka and the registry is fetched before the door opens. Contracts that change
 * are served without a restart.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  // Kafka's client gives up after the publish timeout, and needs a moment to say so.
  private static final Duration CLIENT_DELAY = Duration.ofSeconds(1);

  private static final String SERVICE = "event-gateway";

  private final HttpDoor door;
  private final Closing closing;

  private GatewayServer(HttpDoor door, Closing closing) {
    this.door = door;
    this.closing = closing;
  }

  /** Usage: {@code GatewayServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    ServerStart.run(SERVICE, args, GatewaySettings::from, settings -> start(settings)::close);
  }

  /**
   * Starts it.
   *
   * @throws FreshetException {@code DEPENDENCY} when Kafka or the registry is away, {@code CALLER}
   *     when a contract is not applied or the address is taken
   */
  static GatewayServer start(GatewaySettings settings) {
    try {
      return open(settings);
    } catch (KafkaException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot use Kafka at %s: %s"
              .formatted(
                  settings.kafka().bootstrap(),
                  e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  private static GatewayServer open(GatewaySettings settings) {
    // Events are answered before the log closes, and that before accounts are told.
    Closing closing = new Closing();
    try {
      Contracts contracts = Contracts.read(settings.contracts().path());
      HttpDoor door = open(settings, contracts, closing);
      LOG.info("Gateway ready url={} producers={}", door.url(), settings.credentials().producers());

      return new GatewayServer(door, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static HttpDoor open(GatewaySettings settings, Contracts contracts, Closing closing) {
    List<Contract> served = OpenStreams.served(contracts);
    served.forEach(IntakeAccounts::requireRoom);
    List<Contract> readable = ReadableStreams.readable(contracts);
    Optional<Contract> refused = Refusals.contract(contracts, settings.refused());
    HttpSchemaRegistry registry = new HttpSchemaRegistry(settings.registry());
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Tracing tracing = Tracing.open(settings.tracing(), SERVICE);
    closing.push("tracing", tracing::close);
    KafkaTopics topics = KafkaTopics.open(settings.kafka());
    closing.push("topics", topics::close);
    Map<String, Integer> partitions =
        topics.partitions(allOf(served, readable, refused), settings.startTimeout());
    Optional<Standby> standby = Standby.open(clusters(settings), served, registry, metrics);
    standby.ifPresent(other -> closing.push("standby", other::close));
    Accounting accounting =
        Accounting.open(
            settings.accounts(),
            contracts.gatewayAccounts(),
            settings.kafka(),
            registry,
            contract -> standby.map(other -> other.hasNoneOf(contract)).orElse(true));
    closing.push("accounting", accounting::close);
    KafkaLog log =
        KafkaLog.open(
            settings.kafka(),
            settings.limits().publishTimeout(),
            OpenStreams.maxMessageBytes(served));
    closing.push("log", log::close);
    AtomicReference<Served> current =
        new AtomicReference<>(Served.open(contracts, registry, partitions));
    log.warmUp(names(served).toList(), settings.startTimeout());
    Refusals refusals =
        refused
            .map(contract -> refusals(settings, contract, registry, partitions, metrics))
            .orElseGet(Refusals::none);
    closing.push("refusals", refusals::close);
    EventIntake intake =
        new EventIntake(
            standby.<EventLog>map(other -> other.behind(log)).orElse(log),
            accounting.accounts(),
            settings.limits().publishTimeout().plus(CLIENT_DELAY),
            new IntakeMetrics(metrics));
    ConsumerInstances consumers = consumers(settings, () -> current.get().readable(), metrics);
    closing.push("consumers", consumers::close);
    HttpDoor door =
        GatewayDoor.open(
            settings,
            current::get,
            new GatewayDoor.Sending(intake, registry, refusals),
            new GatewayDoor.Reading(consumers, topics),
            new GatewayDoor.Watching(metrics, tracing),
            new Dependency(
                "kafka",
                () ->
                    topics.isAnswering()
                        || standby
                            .map(
                                other ->
                                    other.standsInFor(
                                        OpenStreams.served(current.get().contracts())))
                            .orElse(false)));
    closing.push("door", door::close);
    closing.push("reads", consumers::drain);
    ContractsWatch watch = watch(settings, new AppliedContracts(topics, registry, log), current);
    closing.push("contracts", watch::close);
    watch.start(settings.contracts().checkEvery(), metrics);

    return door;
  }

  private static Refusals refusals(
      GatewaySettings settings,
      Contract contract,
      HttpSchemaRegistry registry,
      Map<String, Integer> partitions,
      PrometheusMeterRegistry metrics) {
    return Refusals.open(
        contract,
        EventEncoder.of(
            contract,
            registry,
            EventEncoder.Origin.of("/event-gateway/refusals"),
            partitions.get(contract.name())),
        settings.kafka(),
        settings.refused(),
        settings.startTimeout(),
        metrics);
  }

  private static Standby.Clusters clusters(GatewaySettings settings) {
    return new Standby.Clusters(
        settings.kafka(),
        settings.standby(),
        settings.limits().publishTimeout(),
        settings.startTimeout());
  }

  private static ConsumerInstances consumers(
      GatewaySettings settings,
      Supplier<ReadableStreams> streams,
      PrometheusMeterRegistry metrics) {
    GatewaySettings.Reading reading = settings.reading();

    return new ConsumerInstances(
        streams,
        new KafkaConsumers(settings.kafka(), reading.idle(), reading.maxAnswerBytes()),
        new ConsumerInstances.Bounds(reading.maxConsumers(), reading.idle()),
        System::nanoTime,
        new ReadingMetrics(metrics));
  }

  private static ContractsWatch watch(
      GatewaySettings settings, AppliedContracts applied, AtomicReference<Served> current) {
    return new ContractsWatch(
        settings.contracts().path(),
        new LiveChanges(current.get().contracts()),
        applied::open,
        current);
  }

  /** The topics that must be there. */
  private static List<String> allOf(
      List<Contract> served, List<Contract> readable, Optional<Contract> refused) {
    return Stream.of(
            names(served),
            names(readable),
            names(refused.stream().toList()),
            Stream.of(Contracts.GATEWAY_ACCOUNTS))
        .flatMap(Function.identity())
        .distinct()
        .toList();
  }

  private static Stream<String> names(List<Contract> contracts) {
    return contracts.stream().map(Contract::name);
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    closing.close();
    LOG.info("Gateway stopped");
  }
}
