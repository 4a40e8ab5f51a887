package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uber.h3core.H3Core;
import com.uber.h3core.util.LatLng;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known cells are those that H3 itself finds, wherever one asks and whatever was asked before. */
class KnownCellsTest {
  private static final double TINY = 1e-7;

  private final H3Core h3 = h3();

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 9})
  void areThoseOfH3InCitiesOfBothHemispheres(int resolution) {
    List<Position> cities =
        List.of(
            new Position(37.78, -122.42),
            new Position(-33.87, 151.21),
            new Position(-54.80, -68.30),
            new Position(69.65, 18.96),
            new Position(74.99, 100.00),
            new Position(0, 0),
            new Position(-17.80, 179.999),
            new Position(-17.80, -179.999));
    Random random = new Random(resolution);
    KnownCells cells = new KnownCells(new Grid(resolution));
    for (Position city : cities) {
      for (int i = 0; i < 2_000; i++) {
        double latitude = city.latitude() + random.nextGaussian() * 0.02;
        double longitude = city.longitude() + random.nextGaussian() * 0.02;
        check(cells, resolution, latitude, longitude);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 8})
  void areThoseOfH3AtEdgesAndCorners(int resolution) {
    Random random = new Random(resolution);
    KnownCells cells = new KnownCells(new Grid(resolution));
    for (int i = 0; i < 100; i++) {
      visit(cells, resolution, anywhere(random), random);
    }
  }

  /** Where five faces of the icosahedron meet, cells have five corners or dents. */
  @ParameterizedTest
  @ValueSource(ints = {5, 7, 8})
  void areThoseOfH3WhereItsFacesMeet(int resolution) {
    Random random = new Random(resolution);
    KnownCells cells = new KnownCells(new Grid(resolution));
    for (long pentagon : h3.getPentagons(resolution)) {
      for (long near : h3.gridDisk(pentagon, 1)) {
        visit(cells, resolution, h3.cellToLatLng(near), random);
      }
    }
    for (int i = 0; i < 60; i++) {
      LatLng one = centre(h3.getPentagons(resolution), random);
      LatLng other = centre(h3.getPentagons(resolution), random);
      double part = random.nextDouble();
      double longitude = one.lng + part * Math.IEEEremainder(other.lng - one.lng, 360);
      LatLng between =
          new LatLng(one.lat + part * (other.lat - one.lat), Math.IEEEremainder(longitude, 360));
      visit(cells, resolution, between, random);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 8})
  void areThoseOfH3AnywhereOnEarth(int resolution) {
    Random random = new Random(resolution);
    KnownCells cells = new KnownCells(new Grid(resolution));
    for (int i = 0; i < 10_000; i++) {
      LatLng place = anywhere(random);
      check(cells, resolution, place.lat, place.lng);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {90, -90, 91, -100, 180, 360, -720.5, 1e9})
  void areThoseOfH3ForDegreesThatNoPlaceHas(double degrees) {
    KnownCells cells = new KnownCells(new Grid(7));

    for (int i = 0; i < 2; i++) {
      check(cells, 7, degrees, 10);
      check(cells, 7, 10, degrees);
      check(cells, 7, degrees, degrees);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatH3Refuses(double degrees) {
    KnownCells cells = new KnownCells(new Grid(7));

    assertThatThrownBy(() -> h3.latLngToCell(degrees, 0, 7)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> cells.cell(degrees, 0)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> cells.cell(0, degrees)).isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 7, 8})
  void knowTheInsideOfACell(int resolution) {
    Random random = new Random(resolution);
    Grid grid = new Grid(resolution);
    for (int i = 0; i < 1_000; i++) {
      long cell = grid.cell(new Position(150 * random.nextDouble() - 75, random.nextInt(180)));
      Position centre = grid.centre(cell);

      assertThat(grid.outline(cell).surrounds(centre.latitude(), centre.longitude())).isTrue();
    }
  }

  /** Just within and without each edge and corner, and up to the margin from it. */
  private void visit(KnownCells cells, int resolution, LatLng place, Random random) {
    long cell = h3.latLngToCell(place.lat, place.lng, resolution);
    LatLng centre = h3.cellToLatLng(cell);
    check(cells, resolution, centre.lat, centre.lng);
    List<LatLng> corners = h3.cellToBoundary(cell);
    for (int i = 0; i < corners.size(); i++) {
      LatLng from = corners.get(i);
      LatLng to = corners.get((i + 1) % corners.size());
      for (double along : new double[] {0, random.nextDouble(), random.nextDouble()}) {
        for (double beyond : new double[] {-0.2, -0.05, -0.01, -0.001, -TINY, TINY, 0.001, 0.05}) {
          double edgeLat = from.lat + along * (to.lat - from.lat);
          double edgeLng = from.lng + along * Math.IEEEremainder(to.lng - from.lng, 360);
          double latitude = edgeLat + beyond * (edgeLat - centre.lat);
          double longitude = edgeLng + beyond * Math.IEEEremainder(edgeLng - centre.lng, 360);
          check(cells, resolution, latitude, longitude);
        }
      }
    }
  }

  private void check(KnownCells cells, int resolution, double latitude, double longitude) {
    if (cells.cell(latitude, longitude) != h3.latLngToCell(latitude, longitude, resolution)) {
      assertThat(cells.cell(latitude, longitude))
          .as("%s, %s", latitude, longitude)
          .isEqualTo(h3.latLngToCell(latitude, longitude, resolution));
    }
  }

  private LatLng centre(Collection<Long> cells, Random random) {
    return h3.cellToLatLng(List.copyOf(cells).get(random.nextInt(cells.size())));
  }

  private static LatLng anywhere(Random random) {
    return new LatLng(180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
  }

  private static H3Core h3() {
    try {
      return H3Core.newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
