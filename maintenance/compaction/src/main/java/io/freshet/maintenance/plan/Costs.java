package io.freshet.maintenance.plan;

import java.util.List;

/**
 * What merging a table's files costs, and what it saves.
 *
 * @param sorted of a rewrite that sorts
 * @param packed of one that does not
 * @param copied of one that only copies row groups
 * @param converted of putting places of rows in the place of what else takes them away
 * @param secondsPerFile what each file more costs whoever reads a partition
 */
public record Costs(
    WorkRate sorted, WorkRate packed, WorkRate copied, WorkRate converted, double secondsPerFile) {
  /**
   * Until there are receipts to learn from: what benchmark 0007 measured, rounded; copying as it
   * was in a JVM that had compiled little, without a store. Converting reads few columns and writes
   * next to nothing: half of what copying does, until it is measured.
   */
  public static final Costs ASSUMED =
      new Costs(
          new WorkRate(1.5, 2.6e6),
          new WorkRate(1.5, 4e6),
          new WorkRate(0.5, 40e6),
          new WorkRate(0.5, 20e6),
          0.007);

  /** A difference of two readings is small beside what else happens meanwhile. */
  private static final int FEWEST_GAINS = 3;

  /** How long a partition took to be read. */
  public record Reading(int files, double seconds) {
    private double secondsPerFile() {
      return seconds / files;
    }
  }

  /** Of a partition before it was merged, and after that. */
  public record Readings(Reading before, Reading after) {
    private int filesSaved() {
      return before.files() - after.files();
    }

    private double secondsSavedPerFile() {
      return (before.seconds() - after.seconds()) / filesSaved();
    }
  }

  /**
   * What earlier runs measured.
   *
   * @param readings of this table's partitions
   */
  public static Costs learned(
      List<WorkRate.Sample> sorted,
      List<WorkRate.Sample> packed,
      List<WorkRate.Sample> copied,
      List<WorkRate.Sample> converted,
      List<Readings> readings) {
    return new Costs(
        WorkRate.fit(sorted, ASSUMED.sorted()),
        WorkRate.fit(packed, ASSUMED.packed()),
        WorkRate.fit(copied, ASSUMED.copied()),
        WorkRate.fit(converted, ASSUMED.converted()),
        secondsPerFile(readings));
  }

  /**
   * What merges were seen to save, for each file fewer; nothing where readings took as long after
   * them. Before there are enough of these, what a file took that was still to be merged.
   */
  private static double secondsPerFile(List<Readings> readings) {
    List<Double> gains =
        readings.stream()
            .filter(each -> each.filesSaved() > 0)
            .map(Readings::secondsSavedPerFile)
            .toList();
    if (gains.size() >= FEWEST_GAINS) {
      return Math.max(0, Median.of(gains));
    }
    List<Double> before =
        readings.stream()
            .map(Readings::before)
            .filter(reading -> reading.files() > 0)
            .map(Reading::secondsPerFile)
            .toList();

    return before.isEmpty() ? ASSUMED.secondsPerFile() : Median.of(before);
  }
}
