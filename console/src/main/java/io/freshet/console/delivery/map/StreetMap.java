package io.freshet.console.delivery.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.serving.view.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The streets of a market, as the customers' page has them, on the sheet that all of them are on.
 *
 * @param paths of SVG by the kind of their streets, such as {@code arterial}
 */
record StreetMap(Projection sheet, Map<String, String> paths) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of GeoJSON; empty where that is no map. */
  static Optional<StreetMap> parse(byte[] geojson) {
    try {
      Map<String, List<List<Place>>> lines = new TreeMap<>();
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
      List<Place> all =
          lines.values().stream().flatMap(List::stream).flatMap(List::stream).toList();

      return all.isEmpty() ? Optional.empty() : Optional.of(of(lines, Projection.around(all)));
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

  private static StreetMap of(Map<String, List<List<Place>>> lines, Projection sheet) {
    Map<String, String> paths = new TreeMap<>();
    lines.forEach((kind, some) -> paths.put(kind, path(some, sheet)));

    return new StreetMap(sheet, paths);
  }

  private static String path(List<List<Place>> lines, Projection sheet) {
    StringBuilder path = new StringBuilder();
    for (List<Place> line : lines) {
      char command = 'M';
      for (Place place : line) {
        path.append(command).append(Projection.text(sheet.x(place))).append(' ');
        path.append(Projection.text(sheet.y(place)));
        command = 'L';
      }
    }

    return path.toString();
  }
}
