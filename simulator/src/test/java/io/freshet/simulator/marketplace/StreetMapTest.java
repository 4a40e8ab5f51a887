package io.freshet.simulator.marketplace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class StreetMapTest {
  private static final Path OF_THE_LIVE_SERVER =
      Path.of("../serving/live/src/main/resources/io/freshet/serving/live/page/maps");
  private static final int STREETS_EACH_WAY = 121;
  private static final int ARTERIALS_EACH_WAY = 21;
  private static final City CITY = City.shipped().get(0);

  @Test
  void hasEachStreetOnceArterialsApart() throws IOException {
    JsonNode features = new ObjectMapper().readTree(new StreetMap(CITY).geoJson()).path("features");

    assertThat(features.path(0).at("/properties/kind").asText()).isEqualTo("arterial");
    assertThat(lines(features.path(0))).hasSize(2 * ARTERIALS_EACH_WAY).doesNotHaveDuplicates();
    assertThat(features.path(1).at("/properties/kind").asText()).isEqualTo("street");
    assertThat(lines(features.path(1)))
        .hasSize(2 * (STREETS_EACH_WAY - ARTERIALS_EACH_WAY))
        .doesNotHaveDuplicates();
  }

  @Test
  void streetsLeadThroughTheCitysCentre() throws IOException {
    JsonNode features = new ObjectMapper().readTree(new StreetMap(CITY).geoJson()).path("features");

    assertThat(lines(features.path(0)))
        .anySatisfy(
            line ->
                assertThat(line)
                    .allSatisfy(
                        end ->
                            assertThat(end.path(1).asDouble())
                                .isEqualTo(CITY.centre().latitude())));
  }

  /** {@code SimulatorApplication maps FOLDER} writes them. */
  @Test
  void theLiveServerHasTheSameCities() throws IOException {
    for (City city : City.shipped()) {
      assertThat(OF_THE_LIVE_SERVER.resolve(city.market() + ".geojson"))
          .hasContent(new StreetMap(city).geoJson());
    }
    try (Stream<Path> files = Files.list(OF_THE_LIVE_SERVER)) {
      assertThat(files).hasSameSizeAs(City.shipped());
    }
  }

  private static List<JsonNode> lines(JsonNode feature) {
    return StreamSupport.stream(feature.at("/geometry/coordinates").spliterator(), false).toList();
  }
}
