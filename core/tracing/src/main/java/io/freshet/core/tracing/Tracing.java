package io.freshet.core.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What one process tells an OpenTelemetry collector of its steps. Off it records nothing, and still
 * passes on which trace a step belongs to. Never makes its process wait or fail. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  /** Enough for the links of a commit. */
  static final int MOST_LINKS = 64;

  private static final String SCOPE = "io.freshet";
  private static final int MOST_WAITING = 4096;
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final Tracing OFF = new Tracing(Optional.empty());

  private final Optional<On> on;
  private final Optional<Tracer> tracer;

  /**
   * What is there when it is on.
   *
   * @param words where the SDK would tell of each batch that a collector does not take; we do, once
   *     a minute. Kept, as the JDK forgets loggers that nobody holds, with their levels
   */
  private record On(SdkTracerProvider provider, BoundedSpans spans, Logger words) {}

  private Tracing(Optional<On> on) {
    this.on = on;
    this.tracer = on.map(parts -> parts.provider().get(SCOPE));
  }

  public static Tracing off() {
    return OFF;
  }

  /**
   * @param service what the process is, such as {@code event-gateway}
   */
  public static Tracing open(TracingSettings settings, String service) {
    return settings.isOn()
        ? to(
            OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.url())
                .setTimeout(EXPORT_TIMEOUT)
                .build(),
            settings.sampleRatio(),
            service,
            MOST_WAITING)
        : OFF;
  }

  static Tracing to(SpanExporter exporter, double ratio, String service, int mostWaiting) {
    Logger words = Logger.getLogger("io.opentelemetry");
    words.setLevel(Level.OFF);
    BoundedSpans spans = new BoundedSpans(exporter, mostWaiting);
    SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                service,
                                AttributeKey.stringKey("service.namespace"),
                                "freshet"))))
            .setSampler(new LinkedSampler(ratio))
            .setSpanLimits(SpanLimits.builder().setMaxNumberOfLinks(MOST_LINKS).build())
            .addSpanProcessor(spans)
            .build();

    return new Tracing(Optional.of(new On(provider, spans, words)));
  }

  public boolean isOn() {
    return on.isPresent();
  }

  /** A step, which {@link SpanStart#begin} begins. */
  public SpanStart span(Span.Kind kind, String name) {
    return new SpanStart(this, tracer, kind, name);
  }

  public SpanCounts counts() {
    return on.map(parts -> parts.spans().counts()).orElse(SpanCounts.NONE);
  }

  /** Sends what waits, and waits for that; bounded. */
  public void flush() {
    on.ifPresent(
        parts ->
            parts.provider().forceFlush().join(EXPORT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Sends what waits, a few seconds at most. */
  @Override
  public void close() {
    on.ifPresent(
        parts -> parts.provider().shutdown().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }
}
