package io.freshet.serving.live.watch;

import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.order.OrderState;
import io.freshet.serving.live.redis.Documents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in the trace of an order's step that it has reached its watchers: once per step and
 * server, however many they are. Which trace that is, the ETA job says in Redis, if anybody records
 * it; there it is looked up some time after the push, which waits for nothing. So many wait for
 * that at most, and what is beyond them, or can't be read, is counted and not recorded.
 * Thread-safe.
 */
final class PushTraces {
  /** How long what is told first waits for other watchers, and for the job's word of its trace. */
  static final Duration SETTLED = Duration.ofSeconds(1);

  static final int MOST_WAITING = 1000;
  static final int MOST_AT_ONCE = 200;

  private static final Logger LOG = LoggerFactory.getLogger(PushTraces.class);

  /** As redis-eta writes it; its README has what stands there. */
  private static final Pattern TRACE_PARENT = Pattern.compile(",\"traceparent\":\"([^\"]+)\"}$");

  private final Documents documents;
  private final WatchClock clock;
  private final Tracing tracing;
  private final BlockingQueue<ToldStep> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final WatchMetrics metrics;
  private boolean isAsking;
  private volatile boolean isFailing;

  PushTraces(Documents documents, WatchClock clock, Tracing tracing, WatchMetrics metrics) {
    this.documents = documents;
    this.clock = clock;
    this.tracing = tracing;
    this.metrics = metrics;
  }

  boolean isOn() {
    return tracing.isOn();
  }

  /** A watcher of that order was told a step of it, as that state has it. */
  void told(OrderFeed feed, OrderState state, long nowNanos) {
    if (isOn()) {
      feed.told(state, nowNanos).ifPresent(this::await);
    }
  }

  private void await(ToldStep step) {
    if (!waiting.offer(step)) {
      metrics.untraced(1);
    }
  }

  /**
   * Looks up what has waited for long enough, as many at once as may be, and goes on while there is
   * more; unless an answer is still to come.
   */
  void look() {
    List<ToldStep> steps = next();
    if (!steps.isEmpty()) {
      CompletionStage<Boolean> unused =
          read(steps.stream().map(step -> step.order().traceName()).toList())
              .handle((found, failure) -> answered(steps, found, failure))
              .whenComplete((wasAnswered, broken) -> lookOn(broken == null && wasAnswered));
    }
  }

  private CompletionStage<List<Optional<byte[]>>> read(List<String> names) {
    try {
      return documents.read(names);
    } catch (RuntimeException notAsked) {
      return CompletableFuture.failedFuture(notAsked);
    }
  }

  /** Empty while others are being looked up. */
  private synchronized List<ToldStep> next() {
    if (isAsking) {
      return List.of();
    }
    List<ToldStep> steps = settled();
    isAsking = !steps.isEmpty();

    return steps;
  }

  private boolean answered(List<ToldStep> steps, List<Optional<byte[]>> found, Throwable failure) {
    note(Optional.ofNullable(failure));
    if (failure != null) {
      metrics.untraced(steps.size());

      return false;
    }
    try {
      record(steps, found);
    } catch (RuntimeException ours) { // not Redis's: it has answered
      LOG.error("Steps are not recorded steps={}", steps.size(), ours);
    }

    return true;
  }

  private void lookOn(boolean wasAnswered) {
    synchronized (this) {
      isAsking = false;
    }
    if (wasAnswered) {
      look();
    }
  }

  private List<ToldStep> settled() {
    List<ToldStep> steps = new ArrayList<>();
    long until = clock.nanos() - SETTLED.toNanos();
    for (ToldStep next = waiting.peek();
        next != null && next.firstToldNanos() - until <= 0 && steps.size() < MOST_AT_ONCE;
        next = waiting.peek()) {
      steps.add(waiting.remove());
    }

    return steps;
  }

  private void note(Optional<Throwable> failure) {
    if (failure.isPresent() && !isFailing) {
      LOG.warn(
          "Steps are not recorded, as Redis does not say their traces reason={}",
          String.valueOf(failure.get().getMessage()));
    }
    isFailing = failure.isPresent();
  }

  private void record(List<ToldStep> steps, List<Optional<byte[]>> found) {
    for (int i = 0; i < steps.size(); i++) {
      ToldStep step = steps.get(i);
      found.get(i).flatMap(document -> trace(document, step)).ifPresent(at -> record(at, step));
    }
  }

  /** Empty where the newest step whose trace is recorded is another one. */
  private static Optional<TraceContext> trace(byte[] document, ToldStep step) {
    return OrderDocument.of(document)
        .filter(found -> found.version().orderVersion() == step.orderVersion())
        .map(found -> TRACE_PARENT.matcher(found.toString()))
        .filter(Matcher::find)
        .flatMap(found -> TraceContext.parse(found.group(1)));
  }

  private void record(TraceContext trace, ToldStep step) {
    ToldStep.Reach reach = step.reach();
    Instant now = clock.instant();
    long nowNanos = clock.nanos();

    tracing
        .span(Span.Kind.CONSUMER, "push order")
        .under(trace)
        .since(now.minusNanos(nowNanos - step.arrivedNanos()))
        .begin()
        .with("freshet.order_version", step.orderVersion())
        .with("freshet.watchers", reach.watchers())
        .endAt(now.minusNanos(nowNanos - reach.newestNanos()));
  }
}
