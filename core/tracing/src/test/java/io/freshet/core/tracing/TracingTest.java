package io.freshet.core.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final TraceContext SAMPLED =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
  private static final TraceContext UNSAMPLED =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false);

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

  private Tracing tracing(double ratio) {
    return Tracing.to(exporter, ratio, "test", 100);
  }

  @Test
  void passesATraceOnWhileItIsOff() {
    Tracing off = Tracing.open(TracingSettings.off(), "test");

    Span span = off.span(Span.Kind.SERVER, "step").under(SAMPLED).begin();

    assertThat(off.isOn()).isFalse();
    assertThat(span.context()).isEqualTo(SAMPLED);
    assertThat(span.isRecorded()).isFalse();
    assertThat(span.child(Span.Kind.PRODUCER, "part").begin().context()).isEqualTo(SAMPLED);
    assertThat(off.counts()).isEqualTo(SpanCounts.NONE);
  }

  @Test
  void recordsAStepOfATraceThatIsRecorded() {
    try (Tracing tracing = tracing(0)) {
      Span span = tracing.span(Span.Kind.SERVER, "step").under(SAMPLED).begin();
      Span part = span.child(Span.Kind.PRODUCER, "part").begin();
      part.with("events", 2).fail("Kafka is away");
      part.end();
      span.named("POST /events").end();
      tracing.flush();

      List<SpanData> spans = exporter.getFinishedSpanItems();
      assertThat(spans).extracting(SpanData::getName).containsExactly("part", "POST /events");
      assertThat(spans).extracting(SpanData::getTraceId).containsOnly(SAMPLED.traceId());
      assertThat(spans.get(0).getParentSpanId()).isEqualTo(span.context().spanId());
      assertThat(spans.get(1).getParentSpanId()).isEqualTo(SAMPLED.spanId());
      assertThat(tracing.counts()).isEqualTo(new SpanCounts(2, 0, 0));
    }
  }

  @Test
  void leavesOutWhatWhoeverBeganTheTraceLeavesOut() {
    try (Tracing tracing = tracing(1)) {
      Span span = tracing.span(Span.Kind.SERVER, "step").under(UNSAMPLED).begin();
      span.end();

      assertThat(span.isRecorded()).isFalse();
      assertThat(span.context().traceId()).isEqualTo(UNSAMPLED.traceId());
    }
  }

  @Test
  void recordsSoManyOfItsOwnTraces() {
    try (Tracing all = tracing(1);
        Tracing none = tracing(0)) {
      assertThat(all.span(Span.Kind.SERVER, "step").begin().context().isSampled()).isTrue();
      assertThat(none.span(Span.Kind.SERVER, "step").begin().context().isSampled()).isFalse();
    }
  }

  @Test
  void recordsWhateverIsLinkedToATraceThatIsRecorded() {
    try (Tracing tracing = tracing(0)) {
      Instant start = Instant.parse("2026-11-30T08:00:00.123456Z");
      Span commit =
          tracing
              .span(Span.Kind.CONSUMER, "commit")
              .linkedTo(List.of(UNSAMPLED, SAMPLED))
              .since(start)
              .begin();
      commit.endAt(start.plusSeconds(2));
      tracing.flush();

      SpanData span = exporter.getFinishedSpanItems().get(0);
      assertThat(span.getTraceId()).isNotEqualTo(SAMPLED.traceId());
      assertThat(span.getLinks()).hasSize(2);
      assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(2_000_000_000L);
    }
  }

  @Test
  void dropsWhatTheCollectorIsTooSlowForAndCountsIt() {
    Stuck stuck = new Stuck();
    try (Tracing tracing = Tracing.to(stuck, 1, "test", 3)) {
      for (int i = 0; i < 10; i++) {
        tracing.span(Span.Kind.INTERNAL, "step").begin().end();
      }
      assertThat(tracing.counts()).isEqualTo(new SpanCounts(0, 0, 7));

      stuck.answer.fail();
      tracing.flush();
      assertThat(tracing.counts()).isEqualTo(new SpanCounts(0, 3, 7));
    }
  }

  @Test
  void letsNothingWaitForAnExporterThatThrows() {
    Stuck broken = new Stuck();
    broken.isBroken = true;
    try (Tracing tracing = Tracing.to(broken, 1, "test", 3)) {
      for (int i = 0; i < 4; i++) {
        tracing.span(Span.Kind.INTERNAL, "step").begin().end();
        tracing.flush();
      }

      assertThat(tracing.counts()).isEqualTo(new SpanCounts(0, 4, 0));
    }
  }

  @Test
  void tellsACollector() throws IOException {
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 1), "event-gateway")) {
      Span span = tracing.span(Span.Kind.SERVER, "step").linkedTo(List.of(SAMPLED)).begin();
      span.with("freshet.contract", "rides").end();
      tracing.flush();

      ReceivedSpan received = collector.await("step");
      assertThat(received.service()).isEqualTo("event-gateway");
      assertThat(received.kind()).isEqualTo("SPAN_KIND_SERVER");
      assertThat(received.traceId()).isEqualTo(span.context().traceId());
      assertThat(received.attributes()).containsEntry("freshet.contract", "rides");
      assertThat(received.links())
          .containsExactly(new ReceivedSpan.Link(SAMPLED.traceId(), SAMPLED.spanId()));
    }
  }

  @Test
  void goesOnWithoutTheCollectorAndCountsWhatItRefused() throws IOException {
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 1), "test")) {
      collector.refuseWith(400);

      tracing.span(Span.Kind.INTERNAL, "step").begin().end();
      tracing.flush();

      assertThat(tracing.counts()).isEqualTo(new SpanCounts(0, 1, 0));
    }
  }

  /** Takes what it is given and answers when it is told to, if it does not break. */
  private static final class Stuck implements SpanExporter {
    private final CompletableResultCode answer = new CompletableResultCode();
    private volatile boolean isBroken;

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      if (isBroken) {
        throw new IllegalStateException("A bug");
      }

      return answer;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
