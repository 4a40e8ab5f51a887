package io.freshet.ingestion.writer.repair;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.ingestion.writer.rewrite.StretchList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.DataFile;

/**
 * What a repair will write anew.
 *
 * @param table namespace and name
 * @param stretches of the log, none of which touches another
 * @param files that may hold rows of them, to be written without those; of a rollback, those that
 *     the earlier state lacks
 * @param rollback what a rollback goes back from, and to
 * @param dropped columns that the contract has dropped: rows written anew have no values there
 */
public record RepairPlan(
    String table,
    List<Stretch> stretches,
    Files files,
    Optional<Rollback> rollback,
    List<String> dropped) {
  public RepairPlan {
    stretches = List.copyOf(stretches);
    dropped = List.copyOf(dropped);
  }

  /** How many, and how large together. */
  public record Files(int count, long bytes) {
    static Files of(Collection<DataFile> files) {
      return new Files(files.size(), files.stream().mapToLong(DataFile::fileSizeInBytes).sum());
    }
  }

  /**
   * Snapshots by their ids. What comes to the table behind {@code from} stays.
   *
   * @param from the table's when it was looked at
   */
  public record Rollback(long from, long to) {}

  /** Offsets in its stretches; there are at most so many records. */
  long offsets() {
    return StretchList.offsets(stretches);
  }

  public ObjectNode toJson() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("table", table)
            .put("offsets", offsets())
            .put("files", files.count())
            .put("bytes", files.bytes());
    rollback.ifPresent(ids -> node.put("to_snapshot_id", ids.to()));
    StretchList.write(stretches, node);
    ArrayNode columns = node.putArray("dropped_columns");
    dropped.forEach(columns::add);

    return node;
  }
}
