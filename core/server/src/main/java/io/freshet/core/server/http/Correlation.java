package io.freshet.core.server.http;

import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.SpanStart;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.slf4j.MDC;

/**
 * The one id by which a request's answer, its log lines and its trace are found: that of the trace,
 * which whoever asks may have begun, and which it has whether it is recorded or not.
 */
public final class Correlation {
  /** How log lines and answers call it. */
  public static final String KEY = "trace_id";

  private static final String ATTRIBUTE = Correlation.class.getName();

  private Correlation() {}

  /** The step that a request is. */
  public static Span span(Request request) {
    return begun(request).orElseGet(() -> begin(request, Tracing.off()));
  }

  /** The id of what this thread is at; empty where that is no request. */
  public static Optional<String> current() {
    return Optional.ofNullable(MDC.get(KEY));
  }

  /** Does a part of what a request asks for, so that its log lines bear the id. */
  public static void run(Span span, Runnable work) {
    String before = MDC.get(KEY);
    MDC.put(KEY, span.context().traceId());
    try {
      work.run();
    } finally {
      restore(before);
    }
  }

  /** As {@link #run}, with an answer. */
  public static <T> T call(Span span, Supplier<T> work) {
    String before = MDC.get(KEY);
    MDC.put(KEY, span.context().traceId());
    try {
      return work.get();
    } finally {
      restore(before);
    }
  }

  /** Does everything as a part of what a request asks for. */
  public static Executor executor(Span span, Executor executor) {
    return work -> executor.execute(() -> run(span, work));
  }

  /** The step that a request is, from here on; the one that it is already, unless that was told. */
  static Span begin(Request request, Tracing tracing) {
    Optional<Span> known = begun(request);
    if (known.isPresent() && !tracing.isOn()) {
      return known.get();
    }
    SpanStart start = tracing.span(Span.Kind.SERVER, request.getMethod());
    TraceContext.parse(request.getHeaders().get(TraceContext.NAME)).ifPresent(start::under);
    Span span = start.begin();
    request.setAttribute(ATTRIBUTE, span);

    return span;
  }

  private static Optional<Span> begun(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof Span span
        ? Optional.of(span)
        : Optional.empty();
  }

  private static void restore(String before) {
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }
}
