package io.freshet.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowPlacesTest {
  @Test
  void letsEachBlockBeginWhereThoseBeforeItEnd() {
    TreeMap<Long, Long> counts = new TreeMap<>(Map.of(0L, 4L, 100L, 0L, 200L, 7L, 300L, 2L));

    assertThat(RowPlaces.firsts(Map.of("file", counts)).get("file"))
        .containsExactlyInAnyOrderEntriesOf(Map.of(0L, 0L, 100L, 4L, 200L, 4L, 300L, 11L));
  }

  @Test
  void knowsNamesAsSparkWritesThem() {
    assertThat(RowPlaces.path("file:///data/two%20words.csv"))
        .isEqualTo("file:/data/two words.csv");
  }
}
