package io.freshet.ingestion.capture.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {
  @ParameterizedTest
  @ValueSource(strings = {"0/0", "0/16B3748", "16/B374D848", "FFFFFFFF/FFFFFFFF"})
  void isPrintedAsPostgresPrintsIt(String text) {
    assertThat(Lsn.print(Lsn.parse(text))).isEqualTo(text);
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> Lsn.parse("23"))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage("'23' is no LSN");
  }
}
