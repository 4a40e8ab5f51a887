package io.freshet.maintenance.plan;

import java.util.List;

/** The value in the middle. */
final class Median {
  private Median() {}

  /**
   * @param values at least one; of an even number of them, the higher of both in the middle
   */
  static double of(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
