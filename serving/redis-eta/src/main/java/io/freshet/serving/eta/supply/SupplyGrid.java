package io.freshet.serving.eta.supply;

import com.uber.h3core.H3Core;
import com.uber.h3core.util.LatLng;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.eta.travel.Position;
import java.io.IOException;

/** H3 cells of resolution 7, about 5 km²: what a dasher reaches within a few minutes. */
final class SupplyGrid {
  private static final int RESOLUTION = 7;

  private final H3Core h3;

  SupplyGrid() {
    try {
      this.h3 = H3Core.newInstance();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.OURS, "Cannot unpack H3's native library into java.io.tmpdir", e);
    }
  }

  long cell(Position position) {
    return h3.latLngToCell(position.latitude(), position.longitude(), RESOLUTION);
  }

  Position centre(long cell) {
    LatLng centre = h3.cellToLatLng(cell);

    return new Position(centre.lat, centre.lng);
  }

  static String text(long cell) {
    return Long.toHexString(cell);
  }
}
