package io.freshet.serving.eta.travel;

import com.uber.h3core.util.LatLng;
import java.util.List;

/**
 * The edges of an H3 cell, to tell without H3 that a place lies well within it. Never wrong, though
 * it does not know places near the edges.
 *
 * <p>A place counts that lies on the inner side of every edge, at least a margin away. This is
 * exact for cells with a dent as well, as they have where the faces of H3's icosahedron meet.
 */
final class CellOutline {
  /**
   * In degrees of latitude, some 20 m: far more than edges, which are arcs on the globe, differ
   * from straight lines of degrees, 0.1 m for cells of 5 km² at 75° north.
   */
  private static final double MARGIN = 0.0002;

  private final long cell;
  private final double latitude;
  private final double longitude;

  /** Of each edge, two factors and a summand that give the distance from it, inwards positive. */
  private final double[] edges;

  CellOutline(long cell, LatLng centre, List<LatLng> corners) {
    this.cell = cell;
    this.latitude = centre.lat;
    this.longitude = centre.lng;
    this.edges = new double[3 * corners.size()];
    double shrink = Math.cos(Math.toRadians(centre.lat));
    for (int i = 0; i < corners.size(); i++) {
      setEdge(3 * i, corners.get(i), corners.get((i + 1) % corners.size()), shrink);
    }
  }

  long cell() {
    return cell;
  }

  /** False also for what is in the cell, but close to an edge of it. */
  boolean surrounds(double placeLatitude, double placeLongitude) {
    double north = placeLatitude - latitude;
    double east = placeLongitude - longitude;
    for (int i = 0; i < edges.length; i += 3) {
      if (edges[i] * north + edges[i + 1] * east + edges[i + 2] < MARGIN) {
        return false;
      }
    }

    return true;
  }

  /** Corners go round against the clock. */
  private void setEdge(int at, LatLng from, LatLng to, double shrink) {
    double north = from.lat - latitude;
    double east = eastOf(from) * shrink;
    double northwards = to.lat - from.lat;
    double eastwards = eastOf(to) * shrink - east;
    double length = Math.hypot(northwards, eastwards);
    edges[at] = eastwards / length;
    edges[at + 1] = -northwards / length * shrink;
    edges[at + 2] = (northwards * east - eastwards * north) / length;
  }

  /** The short way round. */
  private double eastOf(LatLng corner) {
    return Math.IEEEremainder(corner.lng - longitude, 360);
  }
}
