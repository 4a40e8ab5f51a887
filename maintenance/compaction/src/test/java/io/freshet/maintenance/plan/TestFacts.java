package io.freshet.maintenance.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.expressions.Expressions;

/** What a table may be like at two in the night, and what is planned for it then. */
final class TestFacts {
  static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  static final Optional<Instant> YESTERDAY = Optional.of(NOW.minus(Duration.ofDays(1)));
  static final Optional<Instant> JUST_NOW = Optional.of(NOW.minusSeconds(30));

  static final long MEGABYTE = 1_000_000;
  static final long TARGET = 128 * MEGABYTE;
  static final long SMALL_BELOW = 96 * MEGABYTE;

  /** A second to begin, and one for each 10 MB; 20 ms for each file that is opened. */
  static final Costs COSTS =
      new Costs(
          new WorkRate(1, 10e6),
          new WorkRate(1, 100e6),
          new WorkRate(0.1, 100e6),
          new WorkRate(0.5, 50e6),
          0.02);

  static final Policy POLICY =
      new Policy(
          new Policy.Compaction(5, Duration.ofMinutes(15), 50, Duration.ofSeconds(101), 100),
          new Policy.Expiry(Duration.ofDays(1), 3000, 20, 10),
          20,
          Duration.ofDays(3),
          true);

  private TestFacts() {}

  static MaintenancePlan plan(List<PartitionFiles> partitions) {
    return plan(facts(partitions, COSTS));
  }

  static MaintenancePlan plan(TableFacts facts) {
    return new Planner(POLICY).plan(List.of(facts)).get(0);
  }

  static TableFacts facts(List<PartitionFiles> partitions, Costs costs) {
    return facts("raw.dasher_pings", partitions, costs);
  }

  static TableFacts facts(String table, List<PartitionFiles> partitions, Costs costs) {
    TableFacts facts = facts(partitions, 1, 0, List.of());

    return new TableFacts(
        table,
        facts.at(),
        facts.sorted(),
        facts.garbageCollected(),
        facts.targetFileBytes(),
        costs,
        facts.partitions(),
        facts.manifests(),
        facts.snapshots(),
        facts.orphans());
  }

  static TableFacts facts(
      List<PartitionFiles> partitions, int manifests, int expirable, List<Orphan> orphans) {
    return facts(partitions, manifests, expirable, true, orphans);
  }

  /** Which other tables may have, too. */
  static TableFacts sharedFiles(int expirable) {
    return facts(List.of(), 1, expirable, false, List.of());
  }

  private static TableFacts facts(
      List<PartitionFiles> partitions,
      int manifests,
      int expirable,
      boolean collected,
      List<Orphan> orphans) {
    return new TableFacts(
        "raw.dasher_pings",
        NOW,
        true,
        collected,
        TARGET,
        COSTS,
        partitions,
        new TableFacts.Manifests(manifests, manifests * 10_000L, 8 * MEGABYTE),
        new TableFacts.Snapshots(30, expirable, NOW.minus(Duration.ofDays(1))),
        orphans);
  }

  static PartitionFiles partition(
      String name, int smallFiles, long bytesEach, Optional<Instant> newest) {
    return new PartitionFiles(
        name,
        Expressions.alwaysTrue(),
        smallFiles,
        smallFiles * bytesEach,
        smallFiles,
        smallFiles * bytesEach,
        0,
        newest,
        Copies.NONE);
  }

  /** Each a row group, and all of one layout. */
  static PartitionFiles copyable(
      String name, int smallFiles, long bytesEach, Optional<Instant> newest) {
    return with(
        partition(name, smallFiles, bytesEach, newest),
        smallFiles,
        new Copies(smallFiles, smallFiles * bytesEach, smallFiles, 0));
  }

  /** Small files of a megabyte each, so many of them merged by copying before. */
  static PartitionFiles copied(
      String name, int files, int smallFiles, int due, Optional<Instant> newest) {
    int fresh = smallFiles - due;

    return with(
        partition(name, smallFiles, MEGABYTE, newest),
        files,
        new Copies(fresh, fresh * MEGABYTE, fresh, due));
  }

  private static PartitionFiles with(PartitionFiles partition, int files, Copies copies) {
    return new PartitionFiles(
        partition.name(),
        partition.filter(),
        files,
        partition.bytes(),
        partition.smallFiles(),
        partition.smallBytes(),
        partition.deleteFiles(),
        partition.newest(),
        copies);
  }

  static TableFacts unsorted(List<PartitionFiles> partitions) {
    TableFacts facts = facts(partitions, COSTS);

    return new TableFacts(
        facts.table(),
        facts.at(),
        false,
        facts.garbageCollected(),
        facts.targetFileBytes(),
        facts.costs(),
        facts.partitions(),
        facts.manifests(),
        facts.snapshots(),
        facts.orphans());
  }

  /** Of which some rows are taken away. */
  static PartitionFiles worn(int smallFiles, long bytesEach, int deleteFiles) {
    return new PartitionFiles(
        "",
        Expressions.alwaysTrue(),
        smallFiles,
        smallFiles * bytesEach,
        smallFiles,
        smallFiles * bytesEach,
        deleteFiles,
        JUST_NOW,
        Copies.NONE);
  }
}
