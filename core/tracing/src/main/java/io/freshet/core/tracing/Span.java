package io.freshet.core.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One step of a trace, from its beginning to its end; where it is not recorded it only knows which
 * trace it belongs to. Thread-safe; to be ended once.
 */
public final class Span {
  private final Tracing tracing;
  private final TraceContext context;
  private final io.opentelemetry.api.trace.Span inner;

  Span(Tracing tracing, TraceContext context, io.opentelemetry.api.trace.Span inner) {
    this.tracing = tracing;
    this.context = context;
    this.inner = inner;
  }

  /** Of what nobody records, and which is no part of another's trace. */
  public static Span untraced() {
    return Tracing.off().span(Kind.INTERNAL, "").begin();
  }

  /** What part a step has in what goes on between processes. */
  public enum Kind {
    /** Answers a request. */
    SERVER,
    /** Puts messages where others take them. */
    PRODUCER,
    /** Takes them there. */
    CONSUMER,
    INTERNAL
  }

  /** What others are told, so that their steps become part of the same trace. */
  public TraceContext context() {
    return context;
  }

  public boolean isRecorded() {
    return inner.isRecording();
  }

  /** Whether its process records steps at all. */
  public boolean isTracing() {
    return tracing.isOn();
  }

  /** A step of this one, which {@link SpanStart#begin} begins. */
  public SpanStart child(Kind kind, String name) {
    return tracing.span(kind, name).under(context);
  }

  /** Another name than it began with, once more is known. */
  public Span named(String name) {
    inner.updateName(name);

    return this;
  }

  public Span with(String key, String value) {
    inner.setAttribute(key, value);

    return this;
  }

  public Span with(String key, long value) {
    inner.setAttribute(key, value);

    return this;
  }

  /** Notes that it did not do what it was to do. */
  public Span fail(String reason) {
    inner.setStatus(StatusCode.ERROR, reason);

    return this;
  }

  public void end() {
    inner.end();
  }

  public void endAt(Instant time) {
    inner.end(
        TimeUnit.MICROSECONDS.convert(Duration.between(Instant.EPOCH, time)),
        TimeUnit.MICROSECONDS);
  }

  /** As the SDK calls it. */
  static SpanContext remote(TraceContext context) {
    return SpanContext.createFromRemoteParent(
        context.traceId(),
        context.spanId(),
        context.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }
}
