package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.freshet.serving.eta.travel.Traffic.Basis;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final long CELL = new Cells().cell(new Position(37.78, -122.42));
  private static final long NOW = 1_000_000;
  private static final float PLENTY = 1_000_000;

  private final Map<Long, CellSpeed> speeds = new HashMap<>();
  private final Traffic traffic = cell -> Optional.ofNullable(speeds.get(cell));

  @Test
  void takesAUsualSpeedWhenNothingWasTravelled() {
    assertThat(traffic.at(CELL, NOW)).isEqualTo(new Traffic.Speed(6, Basis.USUAL, 0));
  }

  @Test
  void restsOnTheCellWhenMuchWasTravelledThere() {
    travelled(Cells.WHOLE_MARKET, 8, PLENTY);
    travelled(CELL, 3, PLENTY);

    assertThat(traffic.at(CELL, NOW).basis()).isEqualTo(Basis.CELL);
    assertThat(traffic.at(CELL, NOW).metersPerSecond()).isCloseTo(3, within(0.01));
  }

  @Test
  void fallsBackToTheAreaAndThenToTheMarket() {
    travelled(Cells.WHOLE_MARKET, 8, PLENTY);
    assertThat(traffic.at(CELL, NOW).basis()).isEqualTo(Basis.MARKET);

    travelled(Cells.area(CELL), 5, PLENTY);
    assertThat(traffic.at(CELL, NOW).basis()).isEqualTo(Basis.AREA);
    assertThat(traffic.at(CELL, NOW).metersPerSecond()).isCloseTo(5, within(0.01));
  }

  @Test
  void saysHowFastTheMarketIsWhateverThePlaceRestsOn() {
    travelled(Cells.WHOLE_MARKET, 8, PLENTY);
    travelled(CELL, 3, PLENTY);

    assertThat(traffic.at(CELL, NOW).inMarket()).isCloseTo(8, within(0.01));
  }

  @Test
  void blendsALittleOfTheCellWithWhatSurroundsIt() {
    travelled(Cells.area(CELL), 9, PLENTY);
    travelled(CELL, 3, 300);

    // 300 of 900 seconds are the cell's own.
    assertThat(traffic.at(CELL, NOW).metersPerSecond()).isCloseTo(7, within(0.01));
    assertThat(traffic.at(CELL, NOW).basis()).isEqualTo(Basis.AREA);
  }

  @Test
  void doesNotListenToWhatHasExpired() {
    speeds.put(CELL, new CellSpeed("m", CELL, 3 * PLENTY, PLENTY, NOW));

    assertThat(traffic.at(CELL, NOW).basis()).isEqualTo(Basis.USUAL);
  }

  private void travelled(long cell, double speed, float seconds) {
    speeds.put(cell, new CellSpeed("m", cell, (float) speed * seconds, seconds, NOW + 1));
  }
}
