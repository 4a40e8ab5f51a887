package io.freshet.testing.e2e;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Optional;

/** A spot on the map of a customer's page, in meters from somewhere. */
record DrawnSpot(double x, double y) {
  /** The end of the way behind the dasher is where the dasher is drawn. */
  private static final String DASHER =
      """
      () => document.querySelector('.trail').getAttribute('d').split(/[ML]/).pop().split(' ').map(Number)
      """;

  /** Where the dasher is drawn just now; empty where nobody is. */
  static Optional<DrawnSpot> ofDasher(Page page) {
    List<?> spot = (List<?>) page.evaluate(DASHER);

    return spot.size() == 2
        ? Optional.of(
            new DrawnSpot(
                ((Number) spot.get(0)).doubleValue(), ((Number) spot.get(1)).doubleValue()))
        : Optional.empty();
  }

  double metersTo(DrawnSpot other) {
    return Math.hypot(x - other.x, y - other.y);
  }
}
