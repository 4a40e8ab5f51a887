package io.freshet.ingestion.sqlapps.application;

import java.util.Comparator;

/**
 * One thing that is wrong in an application's file.
 *
 * @param problem what is wrong
 * @param remedy what would be right
 */
public record Finding(String file, Place place, String problem, String remedy) {
  static final Comparator<Finding> BY_PLACE =
      Comparator.<Finding>comparingInt(finding -> finding.place().line())
          .thenComparingInt(finding -> finding.place().column());

  /** One line, as compilers print it. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s; right would be %s"
        .formatted(file, place.line(), place.column(), problem, remedy);
  }
}
