package io.freshet.core.lake;

import java.util.Optional;

/**
 * What became of the records of a stretch of one log partition. {@code late} rows are among the
 * rows.
 *
 * @param values of the rows; empty where nobody has hashed all of them
 */
public record Counts(
    long rows, long deadLettered, long excluded, long late, Optional<ValuesHash> values) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, Optional.of(ValuesHash.NONE));

  /** Of rows whose values nobody has hashed. */
  public Counts(long rows, long deadLettered, long excluded, long late) {
    this(
        rows,
        deadLettered,
        excluded,
        late,
        rows == 0 ? Optional.of(ValuesHash.NONE) : Optional.empty());
  }

  /** The same of rows whose values are known. */
  public Counts withValues(ValuesHash hash) {
    return new Counts(rows, deadLettered, excluded, late, Optional.of(hash));
  }

  /** All records that were seen. */
  public long seen() {
    return rows + deadLettered + excluded;
  }

  /** What is left without a part of these. */
  public Counts minus(Counts part) {
    return new Counts(
        rows - part.rows,
        deadLettered - part.deadLettered,
        excluded - part.excluded,
        late - part.late,
        values.flatMap(hash -> part.values.map(hash::minus)));
  }

  public Counts plus(Counts more) {
    return new Counts(
        rows + more.rows,
        deadLettered + more.deadLettered,
        excluded + more.excluded,
        late + more.late,
        values.flatMap(hash -> more.values.map(hash::plus)));
  }
}
