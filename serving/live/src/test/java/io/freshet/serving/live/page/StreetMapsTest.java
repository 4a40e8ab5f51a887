package io.freshet.serving.live.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreetMapsTest {
  private static final String OURS = "{\"type\": \"FeatureCollection\", \"features\": []}";

  @TempDir private Path folder;

  @Test
  void anOperatorsMapStandsBeforeTheShippedOne() throws IOException {
    Files.writeString(folder.resolve("oslo.geojson"), OURS);
    Files.writeString(folder.resolve("london.geojson"), OURS);
    Files.writeString(folder.resolve("README.md"), "no map");

    StreetMaps maps = StreetMaps.withThoseIn(folder);

    assertThat(text(maps, "oslo")).isEqualTo(OURS);
    assertThat(text(maps, "london")).isEqualTo(OURS);
    assertThat(text(maps, "tokyo")).isEqualTo(text(StreetMaps.shipped(), "tokyo"));
    assertThat(StreetMaps.shipped().of("oslo")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'{', is no JSON",
    "'{\"type\": \"Feature\"}', is no GeoJSON FeatureCollection",
    "'[]', is no GeoJSON FeatureCollection",
    "'', is no GeoJSON FeatureCollection"
  })
  void refusesWhatIsNoMap(String text, String why) throws IOException {
    Files.writeString(folder.resolve("oslo.geojson"), text);

    assertThatThrownBy(() -> StreetMaps.withThoseIn(folder))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("oslo.geojson in live.maps " + why);
  }

  @Test
  void refusesAMapThatNoPhoneShouldLoad() throws IOException {
    Files.write(folder.resolve("oslo.geojson"), new byte[(4 << 20) + 1]);

    assertThatThrownBy(() -> StreetMaps.withThoseIn(folder))
        .hasMessage(
            "oslo.geojson in live.maps is larger than 4194304 bytes; leave lesser streets out");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    Path nowhere = folder.resolve("nowhere");

    assertThatThrownBy(() -> StreetMaps.withThoseIn(nowhere))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("live.maps is " + nowhere);
  }

  private static String text(StreetMaps maps, String market) {
    return new String(maps.of(market).orElseThrow().bytes(), StandardCharsets.UTF_8);
  }
}
