package io.freshet.console.delivery.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreetMapsTest {
  private static final String OWN =
      """
      {"type": "FeatureCollection", "features": [{"type": "Feature",
       "properties": {"kind": "arterial"},
       "geometry": {"type": "LineString", "coordinates": [[-71.1, 42.3], [-71.0, 42.4]]}}]}
      """;

  @TempDir Path folder;

  private StreetMaps maps() {
    return new StreetMaps(Optional.of(folder));
  }

  private void write(String market, String text) throws IOException {
    Files.writeString(folder.resolve(market + ".geojson"), text);
  }

  @Test
  void drawsAnOperatorsStreetsByTheirKind() throws Exception {
    write("boston", OWN);

    StreetMap streets = maps().of("boston").map().orElseThrow();

    assertThat(streets.paths()).containsOnlyKeys("arterial");
    assertThat(streets.paths().get("arterial")).matches("M[\\d.]+ [\\d.]+L[\\d.]+ [\\d.]+");
  }

  @Test
  void drawsTheSimulatorsCitiesWhereTheOperatorHasNone() {
    assertThat(maps().of("london").map()).isPresent();
  }

  @Test
  void saysWhyAMapThatIsThereIsNotDrawn() throws Exception {
    write("london", "no JSON");
    write("oslo", "{\"features\": []}");

    for (String market : new String[] {"london", "oslo"}) {
      StreetMaps.Streets streets = maps().of(market);
      assertThat(streets.map()).as(market).isEmpty();
      assertThat(streets.trouble().orElseThrow())
          .isEqualTo("No streets are drawn by %s.geojson: it is no GeoJSON with lines.", market);
    }
  }

  @Test
  void knowsNoStreetsOfOthers() {
    assertThat(maps().of("atlantis").map()).isEmpty();
    assertThat(maps().of("atlantis").trouble()).isEmpty();
    assertThat(maps().of("../london").map()).isEmpty();
  }
}
