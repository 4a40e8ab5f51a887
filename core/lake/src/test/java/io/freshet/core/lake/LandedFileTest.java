package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LandedFileTest {
  private static final LandedFile TRIPS = new LandedFile(17, "s3://sales/trips.csv", "ab12", 3);

  @Test
  void isReadAsItWasWritten() {
    assertThat(LandedFile.of(Map.of(TRIPS.key(), TRIPS.toJson(), "freshet.ledger", "{}")))
        .containsExactly(Map.entry(17, TRIPS));
  }

  @Test
  void saysWhichPropertyCannotBeRead() {
    assertThatThrownBy(() -> LandedFile.of(Map.of("freshet.landed.17", "{")))
        .isInstanceOf(FreshetException.class)
        .hasMessage("The property freshet.landed.17 is no JSON: {");
  }

  /** What every commit of the table writes anew; landing.max-files says how many there may be. */
  @Test
  void tenThousandFilesAreLessThanFourMegabytesOfMetadata() throws JsonProcessingException {
    LogSource source = new LogSource("files", "landing/order_events", UUID.randomUUID().toString());
    Ledger numbered = Ledger.EMPTY.withSource(source);
    Map<String, String> properties = new HashMap<>();
    List<Range> ranges = new ArrayList<>();
    Random random = new Random(1);
    while (properties.size() < 10_000) {
      LandedFile file =
          new LandedFile(
              random.nextInt(Integer.MAX_VALUE),
              "s3://partner/exports/2026-03-01/orders-%05d.csv".formatted(properties.size()),
              "%064x".formatted(random.nextLong()),
              1_000);
      properties.put(file.key(), file.toJson());
      ranges.add(
          new Range(
              new Position(numbered.numberOf(source).orElseThrow(), file.number()),
              0,
              0,
              1_000,
              new Counts(1_000, 0, 0, 0)
                  .withValues(new ValuesHash(random.nextLong(), random.nextLong())),
              1_772_323_200_000_000L));
    }
    properties.put(Ledger.PROPERTY, numbered.plus(ranges).toJson());

    assertThat(new ObjectMapper().writeValueAsBytes(properties)).hasSizeLessThan(4_000_000);
    assertThat(LandedFile.of(properties)).hasSize(10_000);
  }

  @Test
  void isToldFromTheTopicOfAStream() {
    assertThat(LandedFile.isLanding(new LogSource("files", "landing/trips", "id"))).isTrue();
    assertThat(LandedFile.isLanding(new LogSource("kafka", "landing", "id"))).isFalse();
  }
}
