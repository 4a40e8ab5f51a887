package io.freshet.simulator.marketplace;

/** A place in a city: meters east and north of its centre. */
record Spot(double east, double north) {
  Spot {
    // There are two zeros; equal spots must have the same one.
    east += 0.0;
    north += 0.0;
  }

  /** How far one has to walk along a grid. */
  double gridDistance(Spot other) {
    return Math.abs(east - other.east) + Math.abs(north - other.north);
  }
}
