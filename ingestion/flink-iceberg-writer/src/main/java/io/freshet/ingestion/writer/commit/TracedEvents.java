package io.freshet.ingestion.writer.commit;

import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.tracing.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers of the rows of one table and checkpoint the first few whose traces are recorded: a
 * commit that tells of each would be the larger the more are. Not thread-safe.
 */
public final class TracedEvents {
  /** Of one commit. */
  public static final int MOST = 32;

  private final int most;
  private final List<TracedEvent> events = new ArrayList<>();

  /**
   * @param most with 0 nothing is looked at
   */
  public TracedEvents(int most) {
    this.most = most;
  }

  public void add(LogRecord logRecord) {
    if (events.size() < most) {
      TraceHeader.sampled(logRecord)
          .flatMap(TraceContext::parse)
          .ifPresent(
              context ->
                  events.add(
                      new TracedEvent(
                          context,
                          logRecord.partition(),
                          logRecord.offset(),
                          Instant.ofEpochMilli(logRecord.receivedMillis()))));
    }
  }

  /** Everything remembered so far; starts anew. */
  public List<TracedEvent> drain() {
    List<TracedEvent> drained = List.copyOf(events);
    events.clear();

    return drained;
  }
}
