package io.freshet.ingestion.writer.commit;

import static io.freshet.ingestion.writer.commit.PingCommits.NOON;
import static io.freshet.ingestion.writer.commit.PingCommits.NOON_RULE;
import static io.freshet.ingestion.writer.commit.PingCommits.OTHER_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.Test;

/** What traces are told of a commit. */
class TableCommitSpansTest {
  private final PingCommits pings = new PingCommits();

  @Test
  void recordsACommitInEachTraceThatItIsAbout() throws IOException {
    TraceContext first = new TraceContext("a".repeat(32), "1".repeat(16), true);
    TraceContext second = new TraceContext("b".repeat(32), "2".repeat(16), true);
    TableCommittable traced =
        traced(
            pings.committable(0, 10),
            new TracedEvent(first, 0, 3, NOON.minusSeconds(5)),
            new TracedEvent(second, 0, 4, NOON.plusSeconds(5)));
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 0), "writer")) {
      Snapshot snapshot =
          new TableCommit(InstantSource.fixed(NOON), "writer/test", tracing)
              .commit(pings.table(), traced, NOON_RULE)
              .orElseThrow();
      tracing.flush();

      ReceivedSpan commit = collector.await("commit raw.pings");
      assertThat(commit.links())
          .containsExactly(
              new ReceivedSpan.Link(first.traceId(), first.spanId()),
              new ReceivedSpan.Link(second.traceId(), second.spanId()));
      assertThat(commit.attributes())
          .containsEntry("freshet.table", "raw.pings")
          .containsEntry("freshet.rows", "10")
          .containsEntry("freshet.snapshot_id", Long.toString(snapshot.snapshotId()));
      ReceivedSpan wait =
          collector.await("into raw.pings", span -> span.traceId().equals(first.traceId()));
      assertThat(wait.parentId()).isEqualTo(first.spanId());
      assertThat(wait.start()).isEqualTo(NOON.minusSeconds(5));
      assertThat(wait.end()).isEqualTo(NOON);
      assertThat(wait.links())
          .containsExactly(new ReceivedSpan.Link(commit.traceId(), commit.id()));
      assertThat(wait.attributes()).containsEntry("messaging.kafka.offset", "3");
      ReceivedSpan ahead =
          collector.await("into raw.pings", span -> span.traceId().equals(second.traceId()));
      assertThat(ahead.end()).isEqualTo(ahead.start());
    }
  }

  @Test
  void recordsACommitThatFails() throws IOException {
    TraceContext context = new TraceContext("a".repeat(32), "1".repeat(16), true);
    TableCommittable gap =
        traced(pings.committable(1000, 1010), new TracedEvent(context, 0, 1000, NOON));
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 0), "writer")) {
      TableCommit traced = new TableCommit(InstantSource.fixed(NOON), "writer/test", tracing);

      assertThatThrownBy(() -> traced.commit(pings.table(), gap, NOON_RULE))
          .isInstanceOf(FreshetException.class);
      tracing.flush();

      assertThat(collector.await("commit raw.pings").isFailed()).isTrue();
      assertThat(collector.spans()).hasSize(1);
    }
  }

  @Test
  void tellsOfABoundedNumberOfTraces() {
    TracedEvent event =
        new TracedEvent(new TraceContext("a".repeat(32), "1".repeat(16), true), 0, 3, NOON);
    TracedEvent[] many = Collections.nCopies(TracedEvents.MOST, event).toArray(TracedEvent[]::new);

    TableCommittable merged =
        traced(pings.committable(0, 10), many)
            .and(traced(pings.committable(OTHER_STREAM, 0, 5), many));

    assertThat(merged.traced()).hasSize(TracedEvents.MOST);
  }

  private static TableCommittable traced(TableCommittable committable, TracedEvent... events) {
    return new TableCommittable(
        committable.table(),
        committable.tableUuids(),
        committable.files(),
        committable.ranges(),
        committable.received(),
        committable.flushedAtMillis(),
        List.of(events));
  }
}
