package io.freshet.serving.eta.travel;

import com.uber.h3core.H3Core;
import com.uber.h3core.util.LatLng;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;

/** H3 cells of one resolution. Thread-safe once made. */
public final class Grid {
  private final H3Core h3;
  private final int resolution;

  public Grid(int resolution) {
    this.resolution = resolution;
    try {
      this.h3 = H3Core.newInstance();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.OURS, "Cannot unpack H3's native library into java.io.tmpdir", e);
    }
  }

  public long cell(Position position) {
    return cell(position.latitude(), position.longitude());
  }

  long cell(double latitude, double longitude) {
    return h3.latLngToCell(latitude, longitude, resolution);
  }

  CellOutline outline(long cell) {
    return new CellOutline(cell, h3.cellToLatLng(cell), h3.cellToBoundary(cell));
  }

  public Position centre(long cell) {
    LatLng centre = h3.cellToLatLng(cell);

    return new Position(centre.lat, centre.lng);
  }
}
