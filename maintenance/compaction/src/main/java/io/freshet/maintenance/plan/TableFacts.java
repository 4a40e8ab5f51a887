package io.freshet.maintenance.plan;

import java.time.Instant;
import java.util.List;

/**
 * What a table looked like when it was planned for.
 *
 * @param sorted whether the table has a sort order
 * @param targetFileBytes how large the table wants its files
 * @param garbageCollected false where files may be shared with other tables: nothing is deleted
 */
public record TableFacts(
    String table,
    Instant at,
    boolean sorted,
    boolean garbageCollected,
    long targetFileBytes,
    List<PartitionFiles> partitions,
    Manifests manifests,
    Snapshots snapshots,
    List<Orphan> orphans) {
  /** The manifests of the current snapshot. */
  public record Manifests(int files, long bytes, long targetBytes) {}

  /**
   * The snapshots of all branches and tags.
   *
   * @param expirable those that the policy lets go
   * @param expirableBefore when they were committed at the latest
   */
  public record Snapshots(int count, int expirable, Instant expirableBefore) {}

  public TableFacts {
    partitions = List.copyOf(partitions);
    orphans = List.copyOf(orphans);
  }
}
