package io.freshet.serving.live.watch;

import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import io.freshet.serving.live.order.OrderState;
import io.freshet.serving.live.redis.Documents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in the trace of an order's step that it has reached its watchers: once per step and
 * server, however many they are. Which trace that is, the ETA job says in Redis, if anybody records
 * it; there it is looked up some time after the push, which waits for nothing. So many wait for
 * that at most, and what is beyond them, or can't be read, is not recorded. {@link #told} is
 * thread-safe.
 */
final class PushTraces {
  /** How long what is told first waits for other watchers, and for the job's word of its trace. */
  static final Duration SETTLED = Duration.ofSeconds(1);

  static final int MOST_WAITING = 1000;
  static final int MOST_AT_ONCE = 200;

  private static final Logger LOG = LoggerFactory.getLogger(PushTraces.class);

  /** As redis-eta calls it; its README has what stands there. */
  private static final String KEYS = "trace:{%s:%d}";

  private static final Pattern DOCUMENT =
      Pattern.compile(
          "\\{\"order_version\":(\\d{1,18}),\"event_time_ms\":\\d+,\"traceparent\":\"([^\"]+)\"}");

  private final Documents documents;
  private final WatchClock clock;
  private final Tracing tracing;
  private final BlockingQueue<ToldStep> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private CompletableFuture<?> underWay = CompletableFuture.completedFuture(true);
  private volatile boolean isFailing;

  PushTraces(Documents documents, WatchClock clock, Tracing tracing) {
    this.documents = documents;
    this.clock = clock;
    this.tracing = tracing;
  }

  boolean isOn() {
    return tracing.isOn();
  }

  /** A watcher of that order was told a step of it, as that state has it. */
  void told(OrderFeed feed, OrderState state, long nowNanos) {
    if (isOn()) {
      // What finds no place is not recorded.
      feed.told(state, nowNanos).ifPresent(waiting::offer);
    }
  }

  /** Looks up what has waited for long enough, unless an answer is still to come; by one thread. */
  void look() {
    if (!underWay.isDone()) {
      return;
    }
    List<ToldStep> steps = settled();
    if (!steps.isEmpty()) {
      underWay =
          documents
              .read(steps.stream().map(PushTraces::key).toList())
              .thenAccept(found -> record(steps, found))
              .whenComplete((done, failure) -> note(Optional.ofNullable(failure)))
              .toCompletableFuture();
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

  private static String key(ToldStep step) {
    return KEYS.formatted(step.order().market(), step.order().orderId());
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
    Matcher parts = DOCUMENT.matcher(new String(document, StandardCharsets.UTF_8));

    return parts.matches() && Long.parseLong(parts.group(1)) == step.orderVersion()
        ? TraceContext.parse(parts.group(2))
        : Optional.empty();
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
