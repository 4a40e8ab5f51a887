package io.freshet.core.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends spans in batches, beside those who record them: nobody waits for the collector. So many
 * wait at most; what comes beyond them is dropped. Says of each span what became of it.
 */
final class BoundedSpans implements SpanProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedSpans.class);
  private static final Duration BATCH_DELAY = Duration.ofSeconds(1);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  private final int most;
  private final BatchSpanProcessor batches;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong toldAtNanos = new AtomicLong(System.nanoTime() - QUIET_NANOS);

  BoundedSpans(SpanExporter exporter, int most) {
    this.most = most;
    this.batches =
        BatchSpanProcessor.builder(new Counted(exporter))
            .setScheduleDelay(BATCH_DELAY)
            // Never full, as no more than that get so far.
            .setMaxQueueSize(most)
            .setMaxExportBatchSize(Math.min(most, 512))
            .build();
  }

  SpanCounts counts() {
    return new SpanCounts(sent.get(), failed.get(), dropped.get());
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // Of interest is what has ended.
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      dropped.incrementAndGet();
      tell("more than %d wait".formatted(most));
      return;
    }
    batches.onEnd(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  /** Once a minute at most: a collector that is away is not what the process is for. */
  private void tell(String reason) {
    long now = System.nanoTime();
    long told = toldAtNanos.get();
    if (now - told >= QUIET_NANOS && toldAtNanos.compareAndSet(told, now)) {
      LOG.warn(
          "Spans are lost failed={} dropped={} reason={}", failed.get(), dropped.get(), reason);
    }
  }

  /** Counts what the collector takes. */
  private final class Counted implements SpanExporter {
    private final SpanExporter exporter;

    Counted(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int size = spans.size();
      CompletableResultCode result = exported(spans);

      return result.whenComplete(
          () -> {
            waiting.addAndGet(-size);
            if (result.isSuccess()) {
              sent.addAndGet(size);
            } else {
              failed.addAndGet(size);
              tell(String.valueOf(result.getFailureThrowable()));
            }
          });
    }

    /** One that throws has failed as well: what it was given waits no more. */
    private CompletableResultCode exported(Collection<SpanData> spans) {
      try {
        return exporter.export(spans);
      } catch (RuntimeException e) {
        return CompletableResultCode.ofExceptionalFailure(e);
      }
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
