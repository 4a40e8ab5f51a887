package io.freshet.warehouse.snowflake.landing;

import java.util.List;

/**
 * What a table's history has in store for the landing folder, oldest first.
 *
 * @param before how far the table is noted to be before the first step is carried out
 */
record LandingPlan(LandedUpTo before, List<Step> steps) {
  LandingPlan {
    steps = List.copyOf(steps);
  }

  /**
   * One snapshot.
   *
   * @param copies empty for a snapshot that adds no rows, such as a compaction
   */
  record Step(long snapshot, long sequence, String operation, List<Copy> copies) {
    Step {
      copies = List.copyOf(copies);
    }

    long rows() {
      return copies.stream().mapToLong(Copy::rows).sum();
    }
  }

  /** One data file, and the name that it always gets. */
  record Copy(S3Place from, S3Place to, long rows) {}
}
