package io.freshet.batch.backfill;

import io.freshet.batch.publish.WrittenRows;
import io.freshet.core.lake.PublishedDay;
import java.util.Optional;

/**
 * A partition as it lies on a backfill's branch.
 *
 * @param writer the call that wrote it
 * @param over which files main had of it before its inputs were pinned, as {@link DayFiles} says it
 * @param passed empty until it has passed its checks
 */
record StagedDay(
    long snapshotId,
    int schemaId,
    String writer,
    PublishedDay published,
    String over,
    Optional<Passed> passed) {
  /** What passed the checks, and how long it took from the first look at the inputs. */
  record Passed(WrittenRows rows, double seconds) {}

  /** Whether nothing is left to do but to publish it: as main and the table's columns are now. */
  boolean isDone(String filesOnMain, int schemaIdNow) {
    return passed.isPresent() && over.equals(filesOnMain) && schemaId == schemaIdNow;
  }
}
