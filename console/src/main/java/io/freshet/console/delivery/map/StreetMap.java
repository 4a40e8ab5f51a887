package io.freshet.console.delivery.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.serving.view.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The streets of a market, as the customers' page has them.
 *
 * @param lines by their kind, such as {@code arterial}; each a row of points
 */
record StreetMap(Map<String, List<List<Place>>> lines) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of GeoJSON; empty where that is no map. */
  static Optional<StreetMap> parse(byte[] geojson) {
    try {
      Map<String, List<List<Place>>> lines = new LinkedHashMap<>();
      for (JsonNode feature : JSON.readTree(geojson).path("features")) {
        List<List<Place>> kind =
            lines.computeIfAbsent(
                feature.path("properties").path("kind").asText("street").replaceAll("\\W", ""),
                none -> new ArrayList<>());
        JsonNode geometry = feature.path("geometry");
        if (geometry.path("type").asText().equals("MultiLineString")) {
          geometry.path("coordinates").forEach(line -> kind.add(places(line)));
        } else if (geometry.path("type").asText().equals("LineString")) {
          kind.add(places(geometry.path("coordinates")));
        }
      }

      return Optional.of(new StreetMap(lines)).filter(map -> !map.places().isEmpty());
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private static List<Place> places(JsonNode line) {
    List<Place> places = new ArrayList<>();
    line.forEach(
        point -> places.add(new Place(point.path(1).asDouble(), point.path(0).asDouble())));

    return places;
  }

  /** All points. */
  List<Place> places() {
    return lines.values().stream().flatMap(List::stream).flatMap(List::stream).toList();
  }
}
