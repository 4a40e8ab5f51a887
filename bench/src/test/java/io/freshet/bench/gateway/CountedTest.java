package io.freshet.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
  @Test
  void countsWhatTheGatewayHasAnsweredFor() {
    String metrics =
        """
        # TYPE freshet_gateway_events counter
        freshet_gateway_events_total{cause="",contract="pings",outcome="stored",producer="a"} 1.2E3
        freshet_gateway_events_total{cause="",contract="pings",outcome="taken",producer="a"} 5.0
        freshet_gateway_events_total{cause="x",contract="pings",outcome="refused",producer="a"} 9.0
        freshet_gateway_events_total{cause="",contract="orders",outcome="stored",producer="a"} 7.0
        """;

    assertThat(Counted.sum(metrics, "pings")).isEqualTo(1205);
  }
}
