package io.freshet.bench.growth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a table of so many commits costs its writer and its readers.
 *
 * @param commits announced so far, the writer's and maintenance's
 * @param metadataBytes of the file that describes the table
 * @param ledgerBytes of the ledger in it
 * @param loadMillis until the catalog has told what it knows of the table
 * @param planMillis until Iceberg knows which files hold the last minute of one market
 * @param askMillis until Trino has counted them
 * @param writerCpuMillis of the writer's processes for each commit since the last mark, its rows
 *     included
 * @param secondsEach from one commit to the next, on average
 * @param proof of what came since the last mark
 */
public record Mark(
    long commits,
    long snapshots,
    long dataFiles,
    long manifests,
    long metadataBytes,
    long ledgerBytes,
    double loadMillis,
    double planMillis,
    double askMillis,
    double writerCpuMillis,
    double secondsEach,
    Proved proof) {

  /** An incremental proof. */
  public record Proved(long records, double seconds) {
    ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("records", records)
          .put("wall_seconds", Math.round(seconds * 1e3) / 1e3);
    }
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "after %d commits".formatted(commits))
            .put("peer", false)
            .put("commits", commits)
            .put("snapshots", snapshots)
            .put("data_files", dataFiles)
            .put("manifests", manifests)
            .put("metadata_bytes", metadataBytes)
            .put("ledger_bytes", ledgerBytes)
            .put("load_ms", tenths(loadMillis))
            .put("plan_ms", tenths(planMillis))
            .put("ask_ms", tenths(askMillis))
            .put("writer_cpu_ms_per_commit", tenths(writerCpuMillis))
            .put("seconds_per_commit", Math.round(secondsEach * 1e3) / 1e3);
    node.set("proof", proof.json());

    return node;
  }

  private static double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
