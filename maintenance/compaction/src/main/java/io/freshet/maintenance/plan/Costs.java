package io.freshet.maintenance.plan;

import java.util.List;

/**
 * What merging a table's files costs, and what it saves.
 *
 * @param sorted of a rewrite that sorts
 * @param packed of one that does not
 * @param copied of one that only copies row groups
 * @param secondsPerFile what each file more costs whoever reads a partition
 */
public record Costs(WorkRate sorted, WorkRate packed, WorkRate copied, double secondsPerFile) {
  /**
   * Until there are receipts to learn from: what benchmark 0007 measured, rounded; copying as it
   * was in a JVM that had compiled little, without a store.
   */
  public static final Costs ASSUMED =
      new Costs(new WorkRate(1.5, 2.6e6), new WorkRate(1.5, 4e6), new WorkRate(0.5, 40e6), 0.007);

  /** Of a reading before or after a rewrite. */
  public record Opening(int files, double seconds) {}

  /**
   * What earlier runs measured.
   *
   * @param openings of this table's partitions, before they were rewritten
   */
  public static Costs learned(
      List<WorkRate.Sample> sorted,
      List<WorkRate.Sample> packed,
      List<WorkRate.Sample> copied,
      List<Opening> openings) {
    List<Double> perFile =
        openings.stream()
            .filter(opening -> opening.files() > 0)
            .map(opening -> opening.seconds() / opening.files())
            .toList();

    return new Costs(
        WorkRate.fit(sorted, ASSUMED.sorted()),
        WorkRate.fit(packed, ASSUMED.packed()),
        WorkRate.fit(copied, ASSUMED.copied()),
        perFile.isEmpty() ? ASSUMED.secondsPerFile() : Median.of(perFile));
  }
}
