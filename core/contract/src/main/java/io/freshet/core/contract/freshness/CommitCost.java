package io.freshet.core.contract.freshness;

import java.time.Duration;

/**
 * What the commits of a day take, of tables that get rows all day; reckoned from what benchmarks
 * 0004 and 0007 have measured.
 *
 * @param files at least: one for each commit, slot and partition that it touches
 * @param metadataBytes written: each commit writes anew what the table says of every snapshot
 * @param writerCpuSeconds for commits alone, not for rows
 * @param maintenanceCpuSeconds for opening and merging these files, not for their bytes
 */
public record CommitCost(
    double commits,
    double files,
    double metadataBytes,
    double writerCpuSeconds,
    double maintenanceCpuSeconds) {
  /** How the figures are made, for people. */
  public static final String FORMULA =
      "commits = tables * 86400 s / interval; files = commits * 1 (slot and partition);"
          + " metadata = commits * min(2000, commits of a table) snapshots * 1.9 kB;"
          + " writer = commits * 0.2 s; maintenance = files * 0.007 s + files / 50 * 1.5 s"
          + " (docs/benchmarks/0004, 0007)";

  private static final double SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();

  /** Of nothing that commits by checkpoints. */
  static final CommitCost NONE = new CommitCost(0, 0, 0, 0, 0);

  /** Of so many tables that are committed at that interval. */
  public static CommitCost perDay(Duration interval, int tables) {
    double each = SECONDS_PER_DAY * 1000 / interval.toMillis();
    double commits = each * tables;
    double snapshots = Math.min(Measured.SNAPSHOTS_KEPT, each);

    return new CommitCost(
        commits,
        commits,
        commits * snapshots * Measured.METADATA_BYTES_PER_SNAPSHOT,
        commits * Measured.WRITER_CPU_SECONDS_PER_COMMIT,
        commits * Measured.CPU_SECONDS_PER_FILE
            + commits / Measured.FILES_PER_MERGE * Measured.CPU_SECONDS_PER_MERGE);
  }

  CommitCost minus(CommitCost other) {
    return new CommitCost(
        commits - other.commits,
        files - other.files,
        metadataBytes - other.metadataBytes,
        writerCpuSeconds - other.writerCpuSeconds,
        maintenanceCpuSeconds - other.maintenanceCpuSeconds);
  }
}
