package io.freshet.ingestion.gateway.standby;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.RecordSize;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.ingestion.gateway.stream.EventLog;
import io.freshet.ingestion.gateway.stream.KafkaLog;
import io.freshet.ingestion.gateway.stream.KafkaTopics;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Another Kafka cluster, for events of the contracts that say {@code standby: true} while their own
 * takes none. They come back from there by themselves, so that whoever reads a stream reads one
 * cluster.
 */
public final class Standby implements AutoCloseable {
  /** For the header that says how old an event is. */
  private static final int ROOM_TO_COME_BACK = 64;

  private final List<Contract> contracts;
  private final KafkaLog log;
  private final KafkaTopics topics;
  private final Backlog backlog;
  private final StandbyReturn comingBack;
  private final Map<String, Integer> maxMessageBytes;
  private final Map<String, Counter> diverted;

  private Standby(
      List<Contract> contracts,
      KafkaLog log,
      KafkaTopics topics,
      Backlog backlog,
      StandbyReturn comingBack,
      MeterRegistry metrics) {
    this.contracts = contracts;
    this.log = log;
    this.topics = topics;
    this.backlog = backlog;
    this.comingBack = comingBack;
    this.maxMessageBytes =
        contracts.stream()
            .collect(
                Collectors.toMap(
                    Contract::name, contract -> contract.requireStream().maxMessageBytes()));
    this.diverted =
        contracts.stream()
            .collect(Collectors.toMap(Contract::name, contract -> diverted(contract, metrics)));
  }

  /**
   * The clusters and how long they may take.
   *
   * @param standby empty where there is none
   * @param publishTimeout after which a durable event that is not acknowledged is given up
   */
  public record Clusters(
      KafkaSettings own,
      Optional<KafkaSettings> standby,
      Duration publishTimeout,
      Duration startTimeout) {}

  /**
   * Makes the topics on the standby cluster that are not there; empty when no contract asks for
   * one.
   *
   * @param served contracts that take events
   * @throws InvalidSettingException when a contract asks for a standby and there is none
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} when it is away
   */
  public static Optional<Standby> open(
      Clusters clusters,
      List<Contract> served,
      HttpSchemaRegistry registry,
      MeterRegistry metrics) {
    List<Contract> contracts =
        served.stream().filter(contract -> contract.requireStream().intake().hasStandby()).toList();
    if (contracts.isEmpty()) {
      return Optional.empty();
    }
    KafkaSettings settings = standby(clusters, contracts);
    try (Admin admin = Admin.create(settings.clientConfig())) {
      StreamProvisioner provisioner = new StreamProvisioner(admin, registry, settings);
      contracts.forEach(provisioner::apply);
    }
    KafkaLog log = log(settings, contracts, clusters);
    Backlog backlog = new Backlog();
    Gauge.builder("freshet.gateway.standby.waiting", backlog, Backlog::waiting)
        .description("Records that wait on the standby cluster to come back")
        .register(metrics);

    return Optional.of(
        new Standby(
            contracts,
            log,
            KafkaTopics.open(settings),
            backlog,
            StandbyReturn.start(
                clusters.own(),
                settings,
                contracts,
                backlog,
                new ReturnLog(metrics, System::nanoTime)),
            metrics));
  }

  private static KafkaSettings standby(Clusters clusters, List<Contract> contracts) {
    return clusters
        .standby()
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "gateway.standby-bootstrap",
                    "empty",
                    "host:port of another Kafka cluster, as the contract %s says standby: true"
                        .formatted(contracts.get(0).name())));
  }

  private static KafkaLog log(KafkaSettings settings, List<Contract> contracts, Clusters clusters) {
    KafkaLog log =
        KafkaLog.open(settings, clusters.publishTimeout(), OpenStreams.maxMessageBytes(contracts));
    try {
      log.warmUp(contracts.stream().map(Contract::name).toList(), clusters.startTimeout());
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }

    return log;
  }

  /** Sends to the given log, and to the standby cluster what that does not take. */
  public EventLog behind(EventLog own) {
    return new FailoverLog(
        own,
        this::send,
        contracts.stream().map(Contract::name).toList(),
        contract -> diverted.get(contract).increment());
  }

  private CompletableFuture<Position> send(
      ProducerRecord<byte[], byte[]> event, Acknowledgement acknowledgement) {
    long size = RecordSize.of(event.key(), event.value(), event.headers());
    if (size + ROOM_TO_COME_BACK > maxMessageBytes.get(event.topic())) {
      return CompletableFuture.failedFuture(
          new FreshetException(
              Fault.DEPENDENCY,
              "Kafka is away, and the event is too large to come back from the standby cluster"));
    }
    backlog.sending();
    CompletableFuture<Position> sent = log.send(event, acknowledgement);
    CompletableFuture<Position> unused = sent.whenComplete((position, failure) -> backlog.sent());

    return sent;
  }

  private static Counter diverted(Contract contract, MeterRegistry metrics) {
    return Counter.builder("freshet.gateway.standby")
        .description("Events that went to the standby cluster")
        .tag("contract", contract.name())
        .register(metrics);
  }

  /** Whether nothing of the contract waits there, as far as is certain. */
  public boolean hasNoneOf(String contract) {
    return backlog.isEmpty() || !isKnown(contract);
  }

  private boolean isKnown(String contract) {
    return contracts.stream().anyMatch(known -> known.name().equals(contract));
  }

  /** Whether it would take events of all of these; asks a broker, for two seconds at most. */
  public boolean standsInFor(List<Contract> served) {
    return served.stream().allMatch(contract -> isKnown(contract.name())) && topics.isAnswering();
  }

  /** Sends what waits to be sent there; what waits there comes back with the next gateway. */
  @Override
  public void close() {
    try {
      log.close();
    } finally {
      comingBack.close();
      topics.close();
    }
  }
}
