package io.freshet.core.lake.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CutNameTest {
  private static final CutName NAME = new CutName(Instant.parse("2026-11-29T07:00:00Z"));

  @Test
  void isReadAsItIsWritten() {
    assertThat(NAME).hasToString("cut_2026_11_29_07");
    assertThat(CutName.parse("cut_2026_11_29_07")).isEqualTo(NAME);
  }

  @Test
  void refusesWhatIsNoFullHour() {
    assertThatThrownBy(() -> new CutName(Instant.parse("2026-11-29T07:10:00Z")))
        .hasMessage(
            "A cut ends at a full hour, not at 2026-11-29T07:10:00Z; right would be"
                + " 2026-11-29T07:00:00Z");
    assertThatThrownBy(() -> CutName.parse("cut_today"))
        .hasMessageStartingWith("'cut_today' is no cut such as cut_2026_11_29_07");
    assertThatThrownBy(() -> CutName.parse("cut_2026_02_31_07"))
        .hasMessageStartingWith("'cut_2026_02_31_07' is no cut");
  }

  @Test
  void holdsDaysThatHaveEndedEverywhere() {
    assertThat(NAME.firstOpenDay()).isEqualTo(LocalDate.parse("2026-11-28"));
    assertThat(CutName.parse("cut_2026_11_29_12").firstOpenDay())
        .isEqualTo(LocalDate.parse("2026-11-29"));
  }
}
