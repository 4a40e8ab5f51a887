package io.freshet.ingestion.gateway;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.ingestion.gateway.http.GatewayDoor;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.intake.IntakeMetrics;
import io.freshet.ingestion.gateway.stream.KafkaLog;
import io.freshet.ingestion.gateway.stream.KafkaTopics;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event gateway. Started by {@code main} as a process of its own; stopped by SIGTERM, upon
 * which requests that have begun are answered and what was taken is sent. All that the first
 * request needs of Kafka and the registry is fetched before the door opens.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayServer.class);

  // Kafka's client gives up after the publish timeout, and needs a moment to say so.
  private static final Duration CLIENT_DELAY = Duration.ofSeconds(1);

  private final HttpDoor door;
  private final KafkaLog log;
  private final KafkaTopics topics;

  private GatewayServer(HttpDoor door, KafkaLog log, KafkaTopics topics) {
    this.door = door;
    this.log = log;
    this.topics = topics;
  }

  /** Usage: {@code GatewayServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    try {
      Settings settings = Settings.forProcess(args, System.getenv());
      GatewaySettings gatewaySettings = GatewaySettings.from(settings);
      LOG.info("Gateway starting settings={}", settings.effective());
      GatewayServer server = start(gatewaySettings);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
    } catch (FreshetException e) {
      System.err.println(e.getMessage());
      System.exit(e.fault().exitCode());
    }
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
    List<Contract> served = OpenStreams.served(Contracts.read(settings.contracts()));
    int maxMessageBytes = OpenStreams.maxMessageBytes(served);
    List<String> names = served.stream().map(Contract::name).toList();
    KafkaTopics topics = KafkaTopics.open(settings.kafka());
    KafkaLog log =
        KafkaLog.open(settings.kafka(), settings.limits().publishTimeout(), maxMessageBytes);
    try {
      SchemaRegistry registry = new HttpSchemaRegistry(settings.registry());
      OpenStreams streams =
          OpenStreams.open(
              served,
              registry,
              EventEncoder.Origin.of("/event-gateway"),
              topics.partitions(names, settings.startTimeout()));
      log.warmUp(names, settings.startTimeout());
      HttpDoor door = open(settings, streams, registry, log, topics);
      LOG.info(
          "Gateway ready url=http://{}:{} contracts={} producers={}",
          settings.address().host(),
          door.port(),
          names,
          settings.keys().producers());

      return new GatewayServer(door, log, topics);
    } catch (FreshetException e) {
      log.close();
      topics.close();
      throw e;
    }
  }

  private static HttpDoor open(
      GatewaySettings settings,
      OpenStreams streams,
      SchemaRegistry registry,
      KafkaLog log,
      KafkaTopics topics) {
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    EventIntake intake =
        new EventIntake(
            streams,
            log,
            settings.limits().publishTimeout().plus(CLIENT_DELAY),
            new IntakeMetrics(metrics));

    return GatewayDoor.open(
        settings, intake, streams, registry, metrics, new Dependency("kafka", topics::answer));
  }

  int port() {
    return door.port();
  }

  @Override
  public void close() {
    try {
      door.close();
    } finally {
      log.close();
      topics.close();
    }
    LOG.info("Gateway stopped");
  }
}
