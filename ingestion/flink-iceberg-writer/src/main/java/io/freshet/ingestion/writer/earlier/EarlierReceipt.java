package io.freshet.ingestion.writer.earlier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Range;
import java.util.List;
import java.util.Optional;

/**
 * What has come in from before a table began.
 *
 * @param ranges what became of the records, by partition
 * @param snapshot that has it; empty where the log has no record from before
 * @param isAnnounced whether readers of {@code table_commits} have heard of it
 */
public record EarlierReceipt(
    EarlierPlan plan,
    List<Range> ranges,
    int filesWritten,
    Optional<Long> snapshot,
    boolean isAnnounced) {
  public EarlierReceipt {
    ranges = List.copyOf(ranges);
  }

  static EarlierReceipt nothing(EarlierPlan plan) {
    return new EarlierReceipt(plan, List.of(), 0, Optional.empty(), false);
  }

  public Counts counts() {
    return ranges.stream().map(Range::counts).reduce(Counts.NONE, Counts::plus);
  }

  public ObjectNode toJson() {
    Counts all = counts();
    ObjectNode node =
        plan.toJson()
            .put("ok", true)
            .put("changed", snapshot.isPresent())
            .put("announced", isAnnounced)
            .put("records", all.seen())
            .put("rows_written", all.rows())
            .put("dead_letters", all.deadLettered())
            .put("tests", all.excluded())
            .put("files_written", filesWritten);
    ArrayNode partitions = node.putArray("partitions");
    for (Range range : ranges) {
      partitions
          .addObject()
          .put("partition", range.position().partition())
          .put("records", range.counts().seen())
          .put("rows", range.counts().rows())
          .put("dead_letters", range.counts().deadLettered())
          .put("tests", range.counts().excluded());
    }
    snapshot.ifPresent(id -> node.put("snapshot_id", id));

    return node;
  }
}
