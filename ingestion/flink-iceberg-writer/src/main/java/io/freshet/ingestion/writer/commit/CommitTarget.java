package io.freshet.ingestion.writer.commit;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What the committer must know of a table.
 *
 * @param source the number of the stream's present topic in the table's ledger; 0 for dead letters,
 *     whose rows come from every stream and have no watermark
 * @param lost what retention has deleted and the table does not hold, in words
 */
public record CommitTarget(String table, Duration lateness, int source, List<String> lost)
    implements Serializable {
  static final int EVERY_STREAM = 0;

  public CommitTarget {
    lost = List.copyOf(lost);
  }

  public static CommitTarget deadLetters(String table) {
    return new CommitTarget(table, Duration.ZERO, EVERY_STREAM, List.of());
  }

  boolean isDeadLetters() {
    return source == EVERY_STREAM;
  }
}
