package io.freshet.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.bench.Run.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryRunTest {
  private final QueryRun run =
      new QueryRun("a day", "no layout", Standing.PEER, List.of(0.4, 0.1, 0.3, 0.2), 0.8, 1_000);

  @Test
  void takesTheNearestRankAndNothingInBetween() {
    assertThat(run.wallMillis(0.5)).isEqualTo(200);
    assertThat(run.wallMillis(0.51)).isEqualTo(300);
  }

  @Test
  void takesTheFastestAndTheSlowestAtTheEnds() {
    assertThat(run.wallMillis(0)).isEqualTo(100);
    assertThat(run.wallMillis(1)).isEqualTo(400);
  }

  @Test
  void sharesTheProcessorTimeAmongAllTimes() {
    assertThat(run.cpuMillisEach()).isEqualTo(200);
  }
}
