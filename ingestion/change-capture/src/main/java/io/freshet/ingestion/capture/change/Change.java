package io.freshet.ingestion.capture.change;

import org.apache.kafka.connect.data.Struct;

/**
 * What happened to one row.
 *
 * @param table with its schema: {@code public.orders}
 * @param row as it is since, or, of a deletion, as it was before
 * @param id of a row of the snapshot, which of its rows it is
 * @param committedMicros when it was committed, or the snapshot taken; microseconds since 1970
 */
public record Change(String table, Kind kind, Struct row, ChangeId id, long committedMicros) {
  /** How the row came to be told of. */
  public enum Kind {
    /** It was there when the capture began. */
    SNAPSHOT,
    /** It was inserted, or is another since. */
    WRITE,
    DELETION
  }

  public boolean isDeletion() {
    return kind == Kind.DELETION;
  }

  /** {@code 16/B374D848-0}, or {@code snapshot-16/B374D848-0}, which is no place of a change. */
  public String idText() {
    return kind == Kind.SNAPSHOT ? "snapshot-" + id.text() : id.text();
  }
}
