package io.freshet.ingestion.gateway.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain|plain",
        "``|``",
        "Euro%20%E2%82%AC%20%F0%9F%98%80|Euro € 😀",
        "%e2%82%ac|€",
        "%41|A",
        "\"quoted \\\"x\\\"\"|quoted \"x\"",
        "\"a%20b\"|a b",
        "with space|with space"
      })
  void decodesOneRoundOfPercents(String header, String wanted) {
    assertThat(HeaderText.decode(header)).contains(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%C0%A0", "%FF", "ø", "a\tb"})
  void refusesWhatIsNoEncodedText(String header) {
    assertThat(HeaderText.decode(header)).isEmpty();
  }

  @Test
  void decodesNoSecondRound() {
    assertThat(HeaderText.decode("%2541")).contains("%41");
  }
}
