package io.freshet.ingestion.writer.commit;

import io.freshet.core.tracing.TraceContext;
import java.time.Instant;

/**
 * A row whose event belongs to a trace that is recorded.
 *
 * @param received when the platform first had it
 */
public record TracedEvent(TraceContext context, int partition, long offset, Instant received) {
  private static final int WORDS = 4;

  /** {@code traceparent partition offset millis}. */
  String encode() {
    return "%s %d %d %d".formatted(context.text(), partition, offset, received.toEpochMilli());
  }

  static TracedEvent decode(String text) {
    String[] words = text.split(" ", WORDS);

    return new TracedEvent(
        TraceContext.parse(words[0]).orElseThrow(),
        Integer.parseInt(words[1]),
        Long.parseLong(words[2]),
        Instant.ofEpochMilli(Long.parseLong(words[3])));
  }
}
