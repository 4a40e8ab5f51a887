package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.util.Map;
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

  @Test
  void isToldFromTheTopicOfAStream() {
    assertThat(LandedFile.isLanding(new LogSource("files", "landing/trips", "id"))).isTrue();
    assertThat(LandedFile.isLanding(new LogSource("kafka", "landing", "id"))).isFalse();
  }
}
