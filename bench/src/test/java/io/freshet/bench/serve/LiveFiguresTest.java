package io.freshet.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class LiveFiguresTest {
  private static final String METRICS =
      """
      # TYPE freshet_live_messages counter
      freshet_live_messages_total 1.2E3
      freshet_live_pushes_total{kind="socket",type="snapshot"} 10.0
      freshet_live_pushes_total{kind="socket",type="delta"} 30.0 # {trace="a b"} 1.0
      freshet_live_conflated_total 4.0
      freshet_live_healed_total 2.0
      freshet_live_push_delay_seconds_bucket{le="0.001"} 7.0
      freshet_live_push_delay_seconds_count 30
      freshet_live_push_delay_seconds_sum 0.06
      # EOF
      """;

  @Test
  void readsTheServersMetrics() {
    LiveFigures figures = LiveFigures.parse(METRICS);

    assertThat(figures).isEqualTo(new LiveFigures(1200, 40, 4, 2, 30, 0.06));
    assertThat(figures.meanDelayMillis()).isCloseTo(2, offset(1e-9));
  }

  @Test
  void subtractsWhatWasBefore() {
    LiveFigures figures =
        LiveFigures.parse(METRICS).since(new LiveFigures(200, 10, 1, 2, 20, 0.02));

    assertThat(figures.messages()).isEqualTo(1000);
    assertThat(figures.pushes()).isEqualTo(30);
    assertThat(figures.conflated()).isEqualTo(3);
    assertThat(figures.healed()).isZero();
    assertThat(figures.meanDelayMillis()).isCloseTo(4, offset(1e-9));
  }
}
