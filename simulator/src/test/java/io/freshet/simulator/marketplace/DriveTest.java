package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.simulator.event.GeoPoint;
import io.freshet.simulator.marketplace.Drive.Roads;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriveTest {
  private static final long NIGHT = Instant.parse("2026-11-20T11:00:00Z").toEpochMilli();
  private static final long RUSH_HOUR = Instant.parse("2026-11-21T01:00:00Z").toEpochMilli();
  private static final Spot HOME = new Spot(-1_437, 900);
  private static final Spot SHOP = new Spot(2_100, -1_266);

  private final StreetGrid grid =
      new StreetGrid(GeoPoint.ofDegrees(37.7749, -122.4394), new SplittableRandom(1));

  @Test
  void startsAtOneSpotAndEndsAtTheOther() {
    Drive drive = drive(HOME, SHOP, NIGHT);

    assertThat(drive.at(NIGHT)).isEqualTo(HOME);
    assertThat(drive.at(drive.arrivalMillis())).isEqualTo(SHOP);
    assertThat(drive.at(drive.arrivalMillis() + 60_000)).isEqualTo(SHOP);
  }

  @Test
  void staysOnTheStreets() {
    Drive drive = drive(HOME, SHOP, NIGHT);

    for (long now = NIGHT; now < drive.arrivalMillis(); now += 1_000) {
      Spot spot = drive.at(now);
      assertThat(spot.east() % 100 == 0 || spot.north() % 100 == 0).as("%s", spot).isTrue();
    }
  }

  @Test
  void keepsToSpeedsThatTrafficAllows() {
    Drive drive = drive(HOME, SHOP, NIGHT);
    Spot before = drive.at(NIGHT);
    for (long now = NIGHT + 1_000; now < drive.arrivalMillis(); now += 1_000) {
      Spot here = drive.at(now);
      assertThat(here.gridDistance(before)).isLessThan(20);
      before = here;
    }
  }

  @Test
  void takesLongerInTheRushHour() {
    long atNight = drive(HOME, SHOP, NIGHT).arrivalMillis() - NIGHT;
    long inTheRush = drive(HOME, SHOP, RUSH_HOUR).arrivalMillis() - RUSH_HOUR;

    assertThat(inTheRush).isGreaterThan(atNight * 5 / 4);
  }

  @Test
  void isFasterOnAnArterialRoadAndInTheOuterAreas() {
    Spot west = new Spot(-300, 600);
    Spot east = new Spot(300, 600);

    assertThat(grid.speed(west, east))
        .isGreaterThan(grid.speed(new Spot(-300, 500), new Spot(300, 500)));
    assertThat(grid.speed(new Spot(5_300, 5_400), new Spot(5_700, 5_400)))
        .isGreaterThan(grid.speed(west, east));
  }

  @Test
  void takesAnArterialRoadForALongWay() {
    List<Spot> corners = Path.between(new Spot(-3_000, 550), new Spot(3_000, 150));

    assertThat(corners)
        .containsExactly(
            new Spot(-3_000, 550),
            new Spot(-3_000, 500),
            new Spot(-3_000, 600),
            new Spot(3_000, 600),
            new Spot(3_000, 200),
            new Spot(3_000, 150));
  }

  @Test
  void turnsAroundFromAnywhereOnItsWay() {
    SplittableRandom random = new SplittableRandom(4);
    Spot here = grid.address(random, 2_500);
    long now = NIGHT;
    for (int i = 0; i < 2_000; i++) {
      Drive drive = drive(here, grid.address(random, 2_500), now);
      now += random.nextLong(1, drive.arrivalMillis() - now + 1_000);
      here = drive.at(now);
    }

    assertThat(Math.abs(here.east())).isLessThanOrEqualTo(StreetGrid.HALF_SIDE_METERS);
  }

  private Drive drive(Spot from, Spot to, long departure) {
    LocalClock clock = new LocalClock(ZoneId.of("America/Los_Angeles"));

    return Drive.plan(from, to, departure, new Roads(grid, clock, new SplittableRandom(9), 1));
  }
}
