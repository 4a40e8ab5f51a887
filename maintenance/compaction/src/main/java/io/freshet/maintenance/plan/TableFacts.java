package io.freshet.maintenance.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a table looked like when it was planned for.
 *
 * @param sorted whether the table has a sort order
 * @param targetFileBytes how large the table wants its files
 * @param garbageCollected false where files may be shared with other tables: nothing is deleted
 * @param costs what work on it has cost and saved before
 * @param oldRows empty where no contract says how long the table keeps a row
 */
public record TableFacts(
    String table,
    Instant at,
    boolean sorted,
    boolean garbageCollected,
    long targetFileBytes,
    Costs costs,
    List<PartitionFiles> partitions,
    Manifests manifests,
    Snapshots snapshots,
    List<Orphan> orphans,
    Optional<OldRows> oldRows) {
  private static final double SMALL = 0.75;

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

  /** Of a table that keeps its rows for ever. */
  public TableFacts(
      String table,
      Instant at,
      boolean sorted,
      boolean garbageCollected,
      long targetFileBytes,
      Costs costs,
      List<PartitionFiles> partitions,
      Manifests manifests,
      Snapshots snapshots,
      List<Orphan> orphans) {
    this(
        table,
        at,
        sorted,
        garbageCollected,
        targetFileBytes,
        costs,
        partitions,
        manifests,
        snapshots,
        orphans,
        Optional.empty());
  }

  /** The same without the partitions that retention lets go: nobody merges these any more. */
  TableFacts withoutOldRows() {
    Set<String> gone =
        oldRows.stream()
            .flatMap(rows -> rows.judge(at).due().stream())
            .map(OldRows.Part::name)
            .collect(Collectors.toSet());

    return gone.isEmpty()
        ? this
        : with(partitions.stream().filter(each -> !gone.contains(each.name())).toList(), oldRows);
  }

  /** The same of which no row goes by age, as nobody knows how late it is. */
  public TableFacts keepingRows(String why) {
    return with(
        partitions,
        oldRows.map(rows -> rows.kept().isPresent() ? rows : OldRows.kept(rows.retention(), why)));
  }

  private TableFacts with(List<PartitionFiles> others, Optional<OldRows> rows) {
    return new TableFacts(
        table,
        at,
        sorted,
        garbageCollected,
        targetFileBytes,
        costs,
        others,
        manifests,
        snapshots,
        orphans,
        rows);
  }

  /** What merging its files costs where they are decoded. */
  WorkRate rate() {
    return sorted ? costs.sorted() : costs.packed();
  }

  /** Files below this are small, for the planner as for the rewrite. */
  public static long smallBelow(long targetFileBytes) {
    return (long) (SMALL * targetFileBytes);
  }

  /** How many files of a size so many bytes make. */
  static int filesOf(long bytes, long targetBytes) {
    return (int) Math.max(1, (bytes + targetBytes - 1) / targetBytes);
  }
}
