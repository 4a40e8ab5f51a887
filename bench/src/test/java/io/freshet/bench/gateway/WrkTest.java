package io.freshet.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WrkTest {
  @Test
  void readsTheLineThatTheScriptPrints() throws IOException {
    String said =
        """
        Running 10s test @ http://127.0.0.1:8484/events
          1 threads and 64 connections
        {"requests":1000,"micros":2000000,"failed":7,"p50":1500,"p99":20000,"p999":30500}
        """;

    Wrk.Load load = Wrk.load(said);

    assertThat(load).isEqualTo(new Wrk.Load(1000, 2, 7, new Latency(1.5, 20, 30.5)));
    assertThat(load.requestsPerSecond()).isEqualTo(500);
  }

  @Test
  void saysWhatWrkHasSaidInstead() {
    assertThatThrownBy(() -> Wrk.load("unable to connect"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("wrk says: unable to connect");
  }

  @ParameterizedTest
  @EnumSource
  void aBodyStandsOnOneLineAndHasItsEvents(Shape shape) throws IOException {
    List<String> bodies = shape.bodies("pings");

    JsonNode json = new ObjectMapper().readTree(bodies.get(0));
    JsonNode events = shape == Shape.REST ? json.path("records") : json;
    assertThat(bodies).doesNotHaveDuplicates().noneMatch(body -> body.contains("\n"));
    assertThat(shape == Shape.SINGLE ? 1 : events.size()).isEqualTo(shape.events());
    assertThat(shape.path("pings")).isEqualTo(shape == Shape.REST ? "/topics/pings" : "/events");
  }

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
