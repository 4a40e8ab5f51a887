package io.freshet.serving.eta.supply;

import io.freshet.serving.eta.travel.Position;

/**
 * An event of {@code supply_cells}.
 *
 * @param millis the end of the minute
 */
public record CellSupply(
    String market, long cell, Position centre, long millis, int revision, Figures figures) {}
