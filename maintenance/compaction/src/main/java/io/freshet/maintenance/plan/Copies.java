package io.freshet.maintenance.plan;

/**
 * What of a partition's small files may be merged by copying their row groups, and what was.
 *
 * @param files may be copied; none of them was merged so before
 * @param rowGroups of these files
 * @param due files that were merged so and still are to be sorted, or packed into larger row groups
 */
public record Copies(int files, long bytes, int rowGroups, int due) {
  public static final Copies NONE = new Copies(0, 0, 0, 0);

  // A request to the store takes some 30 ms, and it sends 4 MiB in about as much.
  private static final long LARGE_ROW_GROUP_BYTES = 4L << 20;

  /** Whether row groups are of a size at which readers gain little from larger ones. */
  public static boolean areLarge(long bytes, int rowGroups) {
    return bytes >= rowGroups * LARGE_ROW_GROUP_BYTES;
  }

  boolean areLarge() {
    return areLarge(bytes, rowGroups);
  }
}
