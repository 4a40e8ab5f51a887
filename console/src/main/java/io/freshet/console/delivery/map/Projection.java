package io.freshet.console.delivery.map;

import io.freshet.serving.view.Place;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * Puts places on a sheet whose width is 1000: a city is small enough to be flat.
 *
 * @param west of the sheet, in degrees
 * @param north of the sheet, in degrees
 * @param perLongitude units of the sheet for a degree
 */
record Projection(double west, double north, double perLongitude, double perLatitude, int height) {
  static final int WIDTH = 1000;
  private static final int LEAST_HEIGHT = 300;
  private static final int MOST_HEIGHT = 1200;

  /** In degrees: what has but one place is not drawn infinitely large. */
  private static final double LEAST_SPAN = 0.01;

  /** Of the sheet, on each side. */
  private static final double MARGIN = 0.02;

  /** One on which all of the places are; of none, an empty sheet. */
  static Projection around(List<Place> places) {
    if (places.isEmpty()) {
      return around(List.of(new Place(0, 0)));
    }
    DoubleSummaryStatistics latitudes =
        places.stream().mapToDouble(Place::latitude).summaryStatistics();
    DoubleSummaryStatistics longitudes =
        places.stream().mapToDouble(Place::longitude).summaryStatistics();
    double south = latitudes.getMin();
    double north = latitudes.getMax();
    double west = longitudes.getMin();
    double east = longitudes.getMax();
    double wide = Math.max(LEAST_SPAN, east - west) * (1 + 2 * MARGIN);
    double high = Math.max(LEAST_SPAN, north - south) * (1 + 2 * MARGIN);
    double shortening = Math.cos(Math.toRadians((south + north) / 2));
    // A city may be high and narrow: then the sheet is wider than it.
    double perLatitude = Math.min(WIDTH / wide / shortening, MOST_HEIGHT / high);
    double perLongitude = perLatitude * shortening;
    int height = (int) Math.max(LEAST_HEIGHT, Math.round(high * perLatitude));

    return new Projection(
        (west + east) / 2 - WIDTH / perLongitude / 2,
        (south + north) / 2 + height / perLatitude / 2,
        perLongitude,
        perLatitude,
        height);
  }

  /** A number of the sheet, as SVG has it. */
  static String text(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  double x(Place place) {
    return (place.longitude() - west) * perLongitude;
  }

  double y(Place place) {
    return (north - place.latitude()) * perLatitude;
  }

  boolean shows(Place place) {
    return x(place) >= 0 && x(place) <= WIDTH && y(place) >= 0 && y(place) <= height;
  }
}
