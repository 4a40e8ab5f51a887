package io.freshet.ingestion.writer.repair;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/** A state that a table once had, as a person names it: by a snapshot's id or by time. */
public final class EarlierState {
  private final String text;
  private final Predicate<Snapshot> isIt;

  private EarlierState(String text, Predicate<Snapshot> isIt) {
    this.text = text;
    this.isIt = isIt;
  }

  /**
   * @param text an id, or a time such as {@code 2026-03-01T12:00:00Z}: the last state until then
   * @throws FreshetException when it is neither
   */
  public static EarlierState parse(String text) {
    if (text.matches("\\d{1,19}")) {
      return new EarlierState(text, snapshot -> text.equals(Long.toString(snapshot.snapshotId())));
    }
    try {
      long until = Instant.parse(text).toEpochMilli();

      return new EarlierState(text, snapshot -> snapshot.timestampMillis() <= until);
    } catch (DateTimeParseException e) {
      throw new FreshetException(
          Fault.CALLER,
          "\"%s\" names no state; write a snapshot's id, or a time such as 2026-03-01T12:00:00Z"
              .formatted(text),
          e);
    }
  }

  /** The newest such state on the way to what the table is now. */
  Snapshot in(Table table) {
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      if (isIt.test(snapshot)) {
        return snapshot;
      }
    }
    throw new FreshetException(
        Fault.CALLER,
        "%s has no state of %s any more, or never had; the oldest that is kept is of %s"
            .formatted(table.name(), text, oldest(table)));
  }

  private static String oldest(Table table) {
    Snapshot oldest = SnapshotUtil.oldestAncestor(table);

    return oldest == null
        ? "no time, as it is empty"
        : "%s (snapshot %d)"
            .formatted(Instant.ofEpochMilli(oldest.timestampMillis()), oldest.snapshotId());
  }
}
