package io.freshet.simulator.marketplace;

import io.freshet.simulator.event.GeoPoint;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A city's streets as GeoJSON (RFC 7946): two features, the arterial roads and all others. */
public final class StreetMap {
  private static final int DIGITS = 6;

  private final StreetGrid grid;

  public StreetMap(City city) {
    // How fast its streets are depends on chance; where they are does not.
    this.grid = new StreetGrid(city.centre(), new SplittableRandom(0));
  }

  public String geoJson() {
    return """
        {"type": "FeatureCollection",
        "attribution": "Simulated streets",
        "features": [
        %s,
        %s
        ]}
        """
        .formatted(
            feature("arterial", StreetGrid::isArterial),
            feature("street", meters -> !StreetGrid.isArterial(meters)));
  }

  private String feature(String kind, DoublePredicate isOfKind) {
    double end = StreetGrid.HALF_SIDE_METERS;
    String lines =
        Stream.concat(
                streets(isOfKind, north -> line(new Spot(-end, north), new Spot(end, north))),
                streets(isOfKind, east -> line(new Spot(east, -end), new Spot(east, end))))
            .collect(Collectors.joining(",\n"));

    return """
        {"type": "Feature", "properties": {"kind": "%s"},
        "geometry": {"type": "MultiLineString", "coordinates": [
        %s
        ]}}"""
        .formatted(kind, lines);
  }

  private static Stream<String> streets(DoublePredicate isOfKind, DoubleFunction<String> line) {
    return DoubleStream.iterate(
            -StreetGrid.HALF_SIDE_METERS,
            meters -> meters <= StreetGrid.HALF_SIDE_METERS,
            meters -> meters + StreetGrid.BLOCK_METERS)
        .filter(isOfKind)
        .mapToObj(line);
  }

  private String line(Spot from, Spot to) {
    return "[%s,%s]".formatted(position(from), position(to));
  }

  private String position(Spot spot) {
    GeoPoint point = grid.geoPoint(spot);

    return "[%s,%s]"
        .formatted(
            BigDecimal.valueOf(point.longitudeMicros(), DIGITS),
            BigDecimal.valueOf(point.latitudeMicros(), DIGITS));
  }
}
