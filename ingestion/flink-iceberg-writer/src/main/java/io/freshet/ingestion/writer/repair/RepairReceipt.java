package io.freshet.ingestion.writer.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a repair has done.
 *
 * @param records that the log holds in the stretches; each is a row, a dead letter or a test
 * @param held rows that the table had of them before
 * @param written rows that it has of them now
 * @param filesReplaced files that held rows of them, and are written without those
 * @param eventTimes of the rows; empty without any
 * @param snapshot that has it; empty where the table held all of it already, value for value, and
 *     was left as it is
 * @param isAnnounced whether readers of {@code table_commits} have heard of it
 */
public record RepairReceipt(
    RepairPlan plan,
    long records,
    long held,
    long written,
    long deadLetters,
    long tests,
    int filesReplaced,
    int filesWritten,
    Optional<EventTimes> eventTimes,
    Optional<Long> snapshot,
    boolean isAnnounced) {
  /** From the oldest to the newest. */
  public record EventTimes(Instant oldest, Instant newest) {}

  RepairReceipt announced(boolean nowAnnounced) {
    return new RepairReceipt(
        plan,
        records,
        held,
        written,
        deadLetters,
        tests,
        filesReplaced,
        filesWritten,
        eventTimes,
        snapshot,
        nowAnnounced);
  }

  public ObjectNode toJson() {
    ObjectNode node =
        plan.toJson()
            .put("ok", true)
            .put("changed", snapshot.isPresent())
            .put("announced", isAnnounced)
            .put("records", records)
            .put("rows_before", held)
            .put("rows_written", written)
            .put("dead_letters", deadLetters)
            .put("tests", tests)
            .put("files_replaced", filesReplaced)
            .put("files_written", filesWritten);
    eventTimes.ifPresent(
        times ->
            node.put("oldest_event_time", times.oldest().toString())
                .put("newest_event_time", times.newest().toString()));
    snapshot.ifPresent(id -> node.put("snapshot_id", id));

    return node;
  }
}
