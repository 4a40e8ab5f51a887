package io.freshet.bench.wrk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.bench.Latency;
import io.freshet.bench.wrk.Requests.Request;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void aRequestStandsOnOneLine() {
    Requests requests =
        new Requests(
            "http://127.0.0.1:8787",
            "application/json",
            List.of(Request.get("/orders/oslo/1", "abc"), Request.post("/orders:batch", "", "{}")));

    assertThat(requests.lines())
        .containsExactly("GET\t/orders/oslo/1\tabc\t", "POST\t/orders:batch\t\t{}");
  }
}
