package io.freshet.ingestion.writer.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an erasure has done to one table, and what of its older states still knows the person.
 *
 * @param rows that were taken from the current state
 * @param snapshots that have them no longer
 * @param queries that must be answered with 0
 * @param announced whether readers of {@code table_commits} have heard of all of them
 * @param expired snapshots that were let go
 * @param released tags that were
 * @param left what still holds rows
 * @param rowsLeft in the current state: those of a person who goes on sending
 */
record Forgotten(
    Subject subject,
    long rows,
    int filesReplaced,
    int filesWritten,
    List<Long> snapshots,
    List<String> queries,
    boolean announced,
    List<Long> expired,
    List<String> released,
    OlderStates left,
    long rowsLeft) {
  Forgotten {
    snapshots = List.copyOf(snapshots);
    queries = List.copyOf(queries);
    expired = List.copyOf(expired);
    released = List.copyOf(released);
  }

  /** What the current state has lost; older states are another matter. */
  static Forgotten nothingYet(Subject subject) {
    return new Forgotten(
        subject,
        0,
        0,
        0,
        List.of(),
        subject.queries(),
        true,
        List.of(),
        List.of(),
        OlderStates.NONE,
        0);
  }

  Forgotten plus(TakenRows taken, int replaced, int written, long snapshot, boolean isAnnounced) {
    List<Long> all = new ArrayList<>(snapshots);
    all.add(snapshot);
    List<String> asked = new ArrayList<>(queries);
    asked.addAll(taken.queries());

    return new Forgotten(
        subject,
        rows + taken.rows(),
        filesReplaced + replaced,
        filesWritten + written,
        all,
        asked,
        announced && isAnnounced,
        expired,
        released,
        left,
        rowsLeft);
  }

  Forgotten letGo(
      List<Long> snapshotsGone, List<String> tagsGone, OlderStates rest, long stillThere) {
    return new Forgotten(
        subject,
        rows,
        filesReplaced,
        filesWritten,
        snapshots,
        queries,
        announced,
        snapshotsGone,
        tagsGone,
        rest,
        stillThere);
  }

  boolean isComplete() {
    return left.isEmpty() && rowsLeft == 0;
  }

  /**
   * @param retention after which maintenance lets snapshots go
   */
  ObjectNode toJson(Duration retention) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("table", subject.name())
            .put("rows_erased", rows)
            .put("rows_left", rowsLeft)
            .put("files_replaced", filesReplaced)
            .put("files_written", filesWritten)
            .put("announced", announced)
            .put("snapshots_expired", expired.size());
    ArrayNode ids = node.putArray("snapshot_ids");
    snapshots.forEach(ids::add);
    ArrayNode tags = node.putArray("tags_released");
    released.forEach(tags::add);
    putLeft(node, left, retention);
    ArrayNode asked = node.putArray("queries");
    queries.forEach(query -> asked.addObject().put("sql", query).put("expected", 0));
    if (!expired.isEmpty()) {
      asked.addObject().put("sql", expiredQuery()).put("expected", 0);
    }

    return node;
  }

  /** What older states hold, when it will be gone and what keeps it. */
  static void putLeft(ObjectNode node, OlderStates states, Duration retention) {
    node.put("older_snapshots", states.snapshots().size());
    Optional<String> until = states.newest().map(newest -> newest.plus(retention).toString());
    until.ifPresent(time -> node.put("older_snapshots_until", time));
    ArrayNode kept = node.putArray("kept_by");
    for (OlderStates.Kept state : states.kept()) {
      kept.addObject()
          .put("reference", state.reference())
          .put("kind", state.kind().text())
          .put("snapshot_id", state.snapshot())
          .put("rows", state.rows());
    }
  }

  private String expiredQuery() {
    String[] names = subject.name().split("\\.", 2);

    return "SELECT count(*) FROM %s.\"%s$snapshots\" WHERE snapshot_id IN (%s)"
        .formatted(
            names[0], names[1], String.join(", ", expired.stream().map(String::valueOf).toList()));
  }
}
