package io.freshet.batch;

import java.time.LocalDate;
import java.util.List;

/**
 * One nightly: which contracts it reads, which one it fills, and the rule from the ones to the
 * other. The {@link NightlyRunner} does everything else, the same way for every job.
 */
interface NightlyJob {
  String name();

  /** The contracts of the tables that it reads. */
  List<String> inputs();

  /** The contract of the table that it fills. */
  String output();

  /** The date column of the output whose rows one run replaces. */
  String dayColumn();

  /** What the day should come to. Reads only {@code inputs}, so that a rerun yields the same. */
  DayOfRows prepare(Inputs inputs, LocalDate day);
}
