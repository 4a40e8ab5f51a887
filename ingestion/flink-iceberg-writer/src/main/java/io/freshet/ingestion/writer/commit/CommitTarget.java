package io.freshet.ingestion.writer.commit;

import io.freshet.core.lake.LogSource;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What the committer must know of a table.
 *
 * @param source the stream's present topic; for dead letters none, as their rows come from every
 *     stream and have no watermark
 * @param lost what retention has deleted and the table does not hold, in words
 */
public record CommitTarget(String table, Duration lateness, LogSource source, List<String> lost)
    implements Serializable {
  private static final LogSource EVERY_STREAM = new LogSource("", "", "");

  public CommitTarget {
    lost = List.copyOf(lost);
  }

  public static CommitTarget deadLetters(String table) {
    return new CommitTarget(table, Duration.ZERO, EVERY_STREAM, List.of());
  }

  boolean isDeadLetters() {
    return source.equals(EVERY_STREAM);
  }
}
