package io.freshet.core.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How a step begins. Not thread-safe. */
public final class SpanStart {
  private final Tracing tracing;
  private final Optional<Tracer> tracer;
  private final Span.Kind kind;
  private final String name;
  private final List<TraceContext> links = new ArrayList<>();
  private Optional<TraceContext> parent = Optional.empty();
  private Optional<Instant> start = Optional.empty();

  SpanStart(Tracing tracing, Optional<Tracer> tracer, Span.Kind kind, String name) {
    this.tracing = tracing;
    this.tracer = tracer;
    this.kind = kind;
    this.name = name;
  }

  /** As a step of another one, in whichever process that is; without, a new trace begins. */
  public SpanStart under(TraceContext context) {
    parent = Optional.of(context);

    return this;
  }

  /** With what it has to do besides, each in its own trace. */
  public SpanStart linkedTo(List<TraceContext> contexts) {
    links.addAll(contexts);

    return this;
  }

  /** Of a step that has begun before. */
  public SpanStart since(Instant time) {
    start = Optional.of(time);

    return this;
  }

  public Span begin() {
    if (tracer.isEmpty()) {
      return new Span(
          tracing,
          parent.orElseGet(TraceContext::begin),
          io.opentelemetry.api.trace.Span.getInvalid());
    }
    io.opentelemetry.api.trace.SpanBuilder builder =
        tracer.get().spanBuilder(name).setSpanKind(otelKind());
    parent.ifPresentOrElse(
        context ->
            builder.setParent(
                Context.root().with(io.opentelemetry.api.trace.Span.wrap(Span.remote(context)))),
        builder::setNoParent);
    links.forEach(context -> builder.addLink(Span.remote(context)));
    start.ifPresent(
        time ->
            builder.setStartTimestamp(
                TimeUnit.MICROSECONDS.convert(Duration.between(Instant.EPOCH, time)),
                TimeUnit.MICROSECONDS));
    io.opentelemetry.api.trace.Span inner = builder.startSpan();
    SpanContext context = inner.getSpanContext();

    return new Span(
        tracing,
        new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled()),
        inner);
  }

  private SpanKind otelKind() {
    return switch (kind) {
      case SERVER -> SpanKind.SERVER;
      case PRODUCER -> SpanKind.PRODUCER;
      case CONSUMER -> SpanKind.CONSUMER;
      case INTERNAL -> SpanKind.INTERNAL;
    };
  }
}
