package io.freshet.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QueryProgressTest {
  @Test
  void saysRateAndTimeLeft() {
    assertThat(
            new QueryProgress(Duration.ofSeconds(12), 3_100_000, OptionalDouble.of(37.5))
                .describe())
        .isEqualTo("12 s, 3,100,000 rows read (258,333/s), 38 %, about 20 s left; Ctrl-C stops it");
  }

  @Test
  void promisesNothingWhereTrinoDoesNotSay() {
    assertThat(new QueryProgress(Duration.ofSeconds(2), 0, OptionalDouble.empty()).describe())
        .isEqualTo("2.0 s, 0 rows read (0/s); Ctrl-C stops it");
  }
}
