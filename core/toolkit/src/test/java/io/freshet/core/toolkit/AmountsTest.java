package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0.41S, 0.4 s",
    "PT9.94S, 9.9 s",
    "PT12.4S, 12 s",
    "PT9M59S, 599 s",
    "PT14M20S, 14 min",
    "PT3H12M, 3.2 h",
    "P6DT2H, 6.1 d"
  })
  void printsDurationsAsPeopleSayThem(Duration duration, String printed) {
    assertThat(Amounts.age(duration)).isEqualTo(printed);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "999, 999 bytes", "4200, 4.2 kB", "87400000, 87 MB"})
  void printsSizesInStepsOfAThousand(long bytes, String printed) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(printed);
  }
}
