package io.freshet.core.lake;

/**
 * What became of the records of a stretch of one log partition. {@code late} rows are among the
 * rows.
 */
public record Counts(long rows, long deadLettered, long excluded, long late) {
  public static final Counts NONE = new Counts(0, 0, 0, 0);

  /** All records that were seen. */
  public long seen() {
    return rows + deadLettered + excluded;
  }

  public Counts plus(Counts other) {
    return new Counts(
        rows + other.rows,
        deadLettered + other.deadLettered,
        excluded + other.excluded,
        late + other.late);
  }
}
