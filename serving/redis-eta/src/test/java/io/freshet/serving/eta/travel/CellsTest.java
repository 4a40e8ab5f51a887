package io.freshet.serving.eta.travel;

import static org.assertj.core.api.Assertions.assertThat;

import com.uber.h3core.H3Core;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void computesTheSameAreaAsH3ItselfWherever() throws IOException {
    H3Core h3 = H3Core.newInstance();
    Cells cells = new Cells();
    Random random = new Random(3);
    for (int i = 0; i < 1_000; i++) {
      Position position =
          new Position(180 * random.nextDouble() - 90, 360 * random.nextDouble() - 180);
      long cell = cells.cell(position);

      assertThat(Cells.area(cell)).isEqualTo(h3.cellToParent(cell, 7));
    }
  }

  @Test
  void keepsNeighboursOfAStreetInOneCell() {
    Cells cells = new Cells();

    assertThat(cells.cell(new Position(37.7793, -122.4193)))
        .isEqualTo(cells.cell(new Position(37.7794, -122.4192)))
        .isNotEqualTo(cells.cell(new Position(37.6150, -122.3900)));
  }
}
