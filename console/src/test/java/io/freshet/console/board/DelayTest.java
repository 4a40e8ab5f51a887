package io.freshet.console.board;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.console.board.Boards.Waiting;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTest {
  @ParameterizedTest
  @CsvSource({
    "PT14M, PT14M2S, no commit for 14 min",
    "PT14M, PT2S, 'commits, but is behind'",
    "PT14M, , has never committed"
  })
  void saysWhatIsSeenOfTheWriter(Duration waiting, Duration commitAge, String sign) {
    TableStatus table =
        Boards.of(
                new Waiting(
                    Boards.contract("rides", ""),
                    Optional.of(waiting),
                    Optional.ofNullable(commitAge)))
            .worstFirst()
            .get(0);

    assertThat(table.delay()).contains(new Delay("writer", sign));
  }
}
