package io.freshet.core.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetainedSinceTest {
  private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
  private static final Map<String, String> SINCE_MAY =
      Map.of(RetainedSince.PROPERTY, MAY.toString());

  @Test
  void aTableHasEverythingUntilItSaysOtherwise() {
    assertThat(RetainedSince.of(Map.of())).isEmpty();
    assertThat(RetainedSince.of(SINCE_MAY)).contains(MAY);
  }

  @Test
  void neverMovesBack() {
    assertThat(RetainedSince.after(Map.of(), MAY)).isEqualTo(MAY);
    assertThat(RetainedSince.after(SINCE_MAY, JUNE)).isEqualTo(JUNE);
    assertThat(RetainedSince.after(SINCE_MAY, MAY.minusSeconds(1))).isEqualTo(MAY);
  }
}
