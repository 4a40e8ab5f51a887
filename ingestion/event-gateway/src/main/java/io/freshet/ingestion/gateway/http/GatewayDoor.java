package io.freshet.ingestion.gateway.http;

import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.DocumentHandler;
import io.freshet.core.server.http.DoorErrors;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.http.MetricsHandler;
import io.freshet.core.server.traces.SpanMetrics;
import io.freshet.core.tracing.Tracing;
import io.freshet.ingestion.gateway.GatewaySettings;
import io.freshet.ingestion.gateway.admission.ByteBudget;
import io.freshet.ingestion.gateway.admission.RateLimits;
import io.freshet.ingestion.gateway.contracts.Served;
import io.freshet.ingestion.gateway.intake.EventIntake;
import io.freshet.ingestion.gateway.reading.ConsumerInstances;
import io.freshet.ingestion.gateway.refusal.Refusals;
import io.freshet.ingestion.gateway.restproxy.ProduceRecords;
import io.freshet.ingestion.gateway.stream.Cluster;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;

/** The HTTP server in front of the intake. */
public final class GatewayDoor {
  // Reading takes no thread and waiting for Kafka takes none: what bounds the gateway is bytes.
  private static final int MAX_REQUESTS_AT_ONCE = 1000;
  // Longer than any request may wait for Kafka.
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  private GatewayDoor() {}

  /**
   * Where events come in.
   *
   * @param registry for schemas that requests name
   * @param refusals where events go that do not fit
   */
  public record Sending(EventIntake intake, SchemaRegistry registry, Refusals refusals) {}

  /** Where streams are read, and what is told of them. */
  public record Reading(ConsumerInstances consumers, Cluster cluster) {}

  /** How what goes on here is seen. */
  public record Watching(PrometheusMeterRegistry metrics, Tracing tracing) {}

  /**
   * Opens the door.
   *
   * @param served what contracts let in and out; asked once by each request
   * @param kafka for {@code /health}
   */
  public static HttpDoor open(
      GatewaySettings settings,
      Supplier<Served> served,
      Sending sending,
      Reading reading,
      Watching watching,
      Dependency kafka) {
    PrometheusMeterRegistry metrics = watching.metrics();
    SpanMetrics.register(metrics, "freshet.gateway.spans", watching.tracing());
    GatewaySettings.Limits limits = settings.limits();
    RateLimits rates = new RateLimits(limits.maxEventsPerSecond(), System::nanoTime);
    ByteBudget budget = new ByteBudget(limits.maxBytesInFlight(), limits.maxBodyBytes());
    Gauge.builder("freshet.gateway.bytes.in.flight", budget, ByteBudget::taken)
        .description("Bytes of bodies that are read or wait for Kafka")
        .register(metrics);
    Doors doors = doors(settings, sending, reading, rates);
    GatewayHandler handler =
        new GatewayHandler(
            doors,
            new GatewayHandler.Admission(settings.credentials(), served, rates, budget),
            new BodyReader(limits.maxBodyBytes(), limits.readTimeout()),
            new RequestMetrics(metrics));

    return HttpDoor.open(
            settings.address(),
            new HttpLimits(
                MAX_REQUESTS_AT_ONCE,
                IDLE_TIMEOUT,
                UriCompliance.DEFAULT,
                limits.publishTimeout().plus(limits.readTimeout())),
            new HttpHandlers(
                new Handler.Sequence(
                    DocumentHandler.beside(GatewayDoor.class), new MetricsHandler(metrics::scrape)),
                new CrossOrigin(handler, () -> served.get().origins()),
                watching.tracing()),
            new DoorErrors(new ProblemErrors(doors)),
            kafka)
        .countedIn(metrics);
  }

  private static Doors doors(
      GatewaySettings settings, Sending sending, Reading reading, RateLimits rates) {
    GatewaySettings.Limits limits = settings.limits();
    int maxAnswerBytes = settings.reading().maxAnswerBytes();
    ByteBudget answers =
        new ByteBudget(Math.max(limits.maxBytesInFlight(), maxAnswerBytes), maxAnswerBytes);

    return new Doors(
        new EventsDoor(sending.intake(), sending.refusals(), rates, limits.maxBatchEvents()),
        new TokensDoor(settings.credentials().tokens()),
        new Doors.RestProxyDoors(
            new TopicsDoor(
                sending.intake(),
                sending.refusals(),
                new ProduceRecords(sending.registry()),
                rates,
                limits.maxBatchEvents()),
            new MetadataDoor(reading.cluster()),
            new ConsumersDoor(reading.consumers(), answers, settings.reading())));
  }
}
