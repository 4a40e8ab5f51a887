package io.freshet.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  @Test
  void doesNotCountTestsAmongWhatHasArrived() {
    Ledger ledger =
        Ledger.EMPTY
            .withSource(new LogSource("cluster-a", "pings", "topic-1"))
            .plus(
                List.of(
                    new Range(new Position(1, 0), 0, 0, 8, new Counts(5, 2, 1, 0), 1),
                    new Range(new Position(1, 1), 0, 0, 4, new Counts(4, 0, 0, 3), 1)));

    assertThat(Backlog.arrived(ledger)).isEqualTo(5 + 2 + 4);
  }
}
