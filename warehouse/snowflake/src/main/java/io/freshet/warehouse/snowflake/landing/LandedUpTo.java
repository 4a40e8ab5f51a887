package io.freshet.warehouse.snowflake.landing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.UUID;
import org.apache.iceberg.Snapshot;

/**
 * How far a table has landed: everything up to and including a snapshot. Kept as a small file in
 * the bucket.
 *
 * @param table the Iceberg table's own id: a table that was dropped and made again has another
 * @param generation counts how often the table was landed as a whole
 * @param sequence the snapshot's place in the table's history
 * @param complete false while the table is being landed as a whole, as of that snapshot
 */
record LandedUpTo(UUID table, int generation, long snapshot, long sequence, boolean complete) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LandedUpTo nothing(UUID table) {
    return new LandedUpTo(table, 0, -1, -1, true);
  }

  LandedUpTo startOfWhole(UUID newTable, Snapshot of) {
    return new LandedUpTo(newTable, generation + 1, of.snapshotId(), of.sequenceNumber(), false);
  }

  /** A table that holds nothing has landed as a whole already. */
  LandedUpTo emptied(UUID newTable) {
    return new LandedUpTo(newTable, generation + 1, -1, -1, true);
  }

  LandedUpTo next(long nextSnapshot, long nextSequence) {
    return new LandedUpTo(table, generation, nextSnapshot, nextSequence, true);
  }

  String toJson() {
    return JSON.createObjectNode()
            .put("table_uuid", table.toString())
            .put("generation", generation)
            .put("snapshot_id", snapshot)
            .put("sequence_number", sequence)
            .put("complete", complete)
            .toPrettyString()
        + "\n";
  }

  static LandedUpTo parse(String json, S3Place file) {
    try {
      JsonNode node = JSON.readTree(json);

      return new LandedUpTo(
          UUID.fromString(node.required("table_uuid").asText()),
          node.required("generation").asInt(),
          node.required("snapshot_id").asLong(),
          node.required("sequence_number").asLong(),
          node.required("complete").asBoolean());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new FreshetException(
          Fault.CALLER,
          "%s does not say how far a table has landed: %s; restore it, or empty the table in the"
                  .formatted(file, e.getMessage())
              + " warehouse, delete the file and land the table anew with --reload",
          e);
    }
  }
}
