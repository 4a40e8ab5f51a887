package io.freshet.core.lake.cut;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CutPropertiesTest {
  private static final CutName NAME = CutName.parse("cut_2026_11_29_07");
  private static final Instant MADE_AT = Instant.parse("2026-11-29T07:12:00.123456Z");
  private static final int CATALOGS_LIMIT = 1000;

  @Test
  void sayOfEachDomainsCutWhatItHolds() {
    Cut delivery =
        cut(
            "delivery",
            Map.of(
                "raw.pings", held(Optional.of(8_123_456_789_012_345_678L)),
                "raw.alerts", held(Optional.empty())));
    Cut rides = cut("rides", Map.of("raw.rides", held(Optional.of(1L))));
    Map<String, String> all = new HashMap<>(properties(delivery));
    all.putAll(properties(rides));

    assertThat(CutProperties.read(NAME, all)).containsExactly(delivery, rides);
  }

  @Test
  void areNoCutUntilTheLastOfThemIsThere() {
    Cut cut = cut("delivery", Map.of("raw.pings", held(Optional.of(1L))));

    assertThat(CutProperties.read(NAME, CutProperties.tables(cut))).isEmpty();
  }

  @Test
  void fitIntoACatalogHoweverManyTablesThereAre() {
    Map<String, Cut.Held> tables = new HashMap<>();
    IntStream.range(0, 300)
        .forEach(table -> tables.put("raw.table_" + table, held(Optional.of(Long.MAX_VALUE))));

    assertThat(properties(cut("delivery", tables)).values())
        .allMatch(value -> value.length() < CATALOGS_LIMIT);
  }

  private static Map<String, String> properties(Cut cut) {
    Map<String, String> all = new HashMap<>(CutProperties.tables(cut));
    all.putAll(CutProperties.whole(cut));

    return all;
  }

  private static Cut cut(String domain, Map<String, Cut.Held> tables) {
    return new Cut(NAME, domain, MADE_AT, MADE_AT.plusSeconds(3600), tables);
  }

  private static Cut.Held held(Optional<Long> snapshot) {
    return new Cut.Held(snapshot, "event_time");
  }
}
