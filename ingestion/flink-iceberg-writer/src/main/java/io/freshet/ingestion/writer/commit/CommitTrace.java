package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.Range;
import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.Tracing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.Snapshot;

/**
 * Records a commit as a step in a trace of its own, as it is about many events. It is linked to
 * those whose traces are recorded; and in each of these traces a step tells how long the event
 * waited for it. Thread-safe.
 */
final class CommitTrace {
  private final Tracing tracing;
  private final InstantSource clock;

  CommitTrace(Tracing tracing, InstantSource clock) {
    this.tracing = tracing;
    this.clock = clock;
  }

  Optional<Snapshot> around(TableCommittable committable, Supplier<Optional<Snapshot>> commit) {
    if (!tracing.isOn()) {
      return commit.get();
    }
    Span span = begin(committable);
    try {
      Optional<Snapshot> snapshot = commit.get();
      snapshot.ifPresent(held -> span.with("freshet.snapshot_id", held.snapshotId()));
      tellEvents(committable, span, snapshot);

      return snapshot;
    } catch (RuntimeException e) {
      span.fail(e.toString());
      throw e;
    } finally {
      span.end();
    }
  }

  private Span begin(TableCommittable committable) {
    List<Range> ranges = committable.ranges();

    return tracing
        .span(Span.Kind.CONSUMER, "commit " + committable.table())
        .linkedTo(committable.traced().stream().map(TracedEvent::context).toList())
        .begin()
        .with("freshet.table", committable.table())
        .with("freshet.rows", ranges.stream().mapToLong(range -> range.counts().rows()).sum())
        .with("freshet.records", ranges.stream().mapToLong(range -> range.counts().seen()).sum())
        .with("freshet.files", committable.files().all().size());
  }

  private void tellEvents(TableCommittable committable, Span commit, Optional<Snapshot> snapshot) {
    Instant now = clock.instant();
    for (TracedEvent event : committable.traced()) {
      Span wait =
          tracing
              .span(Span.Kind.CONSUMER, "into " + committable.table())
              .under(event.context())
              .linkedTo(List.of(commit.context()))
              .since(event.received())
              .begin()
              .with("freshet.table", committable.table())
              .with("messaging.destination.partition.id", event.partition())
              .with("messaging.kafka.offset", event.offset());
      snapshot.ifPresent(held -> wait.with("freshet.snapshot_id", held.snapshotId()));
      // The log's clock may be ahead of ours.
      wait.endAt(now.isBefore(event.received()) ? event.received() : now);
    }
  }
}
