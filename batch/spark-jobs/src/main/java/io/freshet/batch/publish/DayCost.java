package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.FileSize;
import io.freshet.core.toolkit.Effort;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;

/**
 * What a partition has cost.
 *
 * @param attempts how often it was computed, until nobody else had changed it meanwhile
 * @param effort of all attempts, from the first look at the inputs to the last answer
 * @param input what there was to read
 * @param bytesWritten of the files that hold its rows
 */
public record DayCost(int attempts, Effort effort, FileSize input, long bytesWritten) {
  /** Of the files that a snapshot has brought. */
  public static long bytesWritten(Snapshot snapshot) {
    return Long.parseLong(
        snapshot.summary().getOrDefault(SnapshotSummary.ADDED_FILE_SIZE_PROP, "0"));
  }

  /** {@code "attempts"}, {@code "input_rows"}, {@code "seconds"} and the like. */
  void writeTo(ObjectNode node) {
    node.put("attempts", attempts)
        .put("input_files", input.files())
        .put("input_rows", input.rows())
        .put("input_bytes", input.bytes())
        .put("bytes_written", bytesWritten)
        .put("seconds", effort.seconds())
        .put("cpu_seconds", effort.cpuSeconds());
  }
}
