package io.freshet.console.delivery.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.view.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectionTest {
  private static final Place SOUTH_WEST = new Place(51.45, -0.20);
  private static final Place NORTH_EAST = new Place(51.55, -0.05);

  @Test
  void showsAllPlacesWithNorthAtTheTop() {
    Projection sheet = Projection.around(List.of(SOUTH_WEST, NORTH_EAST));

    assertThat(sheet.shows(SOUTH_WEST)).isTrue();
    assertThat(sheet.shows(NORTH_EAST)).isTrue();
    assertThat(sheet.x(SOUTH_WEST)).isLessThan(sheet.x(NORTH_EAST));
    assertThat(sheet.y(SOUTH_WEST)).isGreaterThan(sheet.y(NORTH_EAST));
  }

  @Test
  void showsAllOfACityThatIsHighAndNarrow() {
    Place south = new Place(51.0, -0.11);
    Place north = new Place(52.0, -0.10);
    Projection sheet = Projection.around(List.of(south, north));

    assertThat(sheet.shows(south)).isTrue();
    assertThat(sheet.shows(north)).isTrue();
    assertThat(sheet.x(south) + sheet.x(north)).isCloseTo(Projection.WIDTH, within(1e-6));
  }

  @Test
  void drawsAKilometerAsLongEitherWay() {
    Projection sheet = Projection.around(List.of(SOUTH_WEST, NORTH_EAST));
    double degreeOfLongitude = Math.cos(Math.toRadians(51.5));

    assertThat(sheet.perLongitude() / sheet.perLatitude())
        .isCloseTo(degreeOfLongitude, within(1e-9));
  }

  @Test
  void doesNotShowWhatLiesElsewhere() {
    Projection sheet = Projection.around(List.of(SOUTH_WEST, NORTH_EAST));

    assertThat(sheet.shows(new Place(48.85, 2.35))).isFalse();
  }

  @Test
  void isAnEmptySheetWithoutPlaces() {
    Projection sheet = Projection.around(List.of());

    assertThat(sheet.height()).isPositive();
    assertThat(sheet.perLongitude()).isFinite();
  }

  @Test
  void putsAPlaceThatIsAloneInTheMiddle() {
    Projection sheet = Projection.around(List.of(SOUTH_WEST));

    assertThat(sheet.x(SOUTH_WEST)).isCloseTo(Projection.WIDTH / 2.0, within(1e-6));
    assertThat(sheet.y(SOUTH_WEST)).isCloseTo(sheet.height() / 2.0, within(1e-6));
  }
}
