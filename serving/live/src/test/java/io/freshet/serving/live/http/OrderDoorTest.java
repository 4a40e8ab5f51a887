package io.freshet.serving.live.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderDoorTest {
  private static final String PATH = "/orders/san_francisco/17";
  private static final String NAME = "eta:{san_francisco:17}";
  private static final String READY =
      "{\"order_version\":4,\"event_time_ms\":1700,\"state\":\"ready\"}";

  private static LiveGate gate;

  @BeforeAll
  static void open() {
    gate = LiveGate.open();
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @BeforeEach
  void empty() {
    gate.documents().reset();
  }

  @Test
  void givesTheDocumentAsItIsAndItsVersion() {
    gate.documents().put(NAME, READY);

    HttpResponse<String> answer = gate.send(gate.customer(PATH));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(READY);
    assertThat(answer.headers().firstValue("ETag")).contains("\"4-1700\"");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void whoKnowsTheVersionIsToldSo() {
    gate.documents().put(NAME, READY);

    assertThat(known("\"4-1700\"").statusCode()).isEqualTo(304);
    assertThat(known("\"4-1600\", W/\"4-1700\"").statusCode()).isEqualTo(304);
    assertThat(known("\"4-1600\"").statusCode()).isEqualTo(200);
  }

  @Test
  void saysSinceWhenItMayBeOutOfDateWhileTheJobIsBehind() {
    gate.documents().put(NAME, READY);
    assertThat(stale(known("\"4-1600\""))).isEmpty();

    gate.documents().put("heartbeat:eta-behind", "{\"event_time_ms\":1,\"behind_ms\":85000}");
    await().until(() -> stale(known("\"4-1600\"")).isPresent());
    assertThat(stale(known("\"4-1700\""))).as("also of what is known").isPresent();
    assertThat(Instant.parse(stale(known("\"4-1700\"")).orElseThrow()))
        .isBefore(Instant.now().minusSeconds(80));

    gate.documents().reset();
    gate.documents().put(NAME, READY);
    await().until(() -> stale(known("\"4-1600\"")).isEmpty());
  }

  private static Optional<String> stale(HttpResponse<String> answer) {
    return answer.headers().firstValue("Freshet-Stale-Since");
  }

  @Test
  void anOrderThatNobodyKnowsIsNotThere() {
    assertThat(gate.send(gate.customer(PATH)).statusCode()).isEqualTo(404);

    gate.documents().put(NAME, "somebody else's");

    assertThat(gate.send(gate.customer(PATH)).statusCode()).isEqualTo(404);
  }

  @Test
  void whileRedisIsAwayItSaysSoAndWhenToComeAgain() {
    gate.documents().goAway();

    HttpResponse<String> answer = gate.send(gate.customer(PATH));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"cause\":\"redis_away\"");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void aProblemNamesTheTraceOfItsRequest() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    gate.documents().goAway();

    HttpResponse<String> answer =
        gate.send(
            gate.customer(PATH)
                .header("traceparent", "00-%s-00f067aa0ba902b7-00".formatted(trace)));

    assertThat(answer.body()).contains("\"trace_id\":\"%s\"".formatted(trace));
    assertThat(answer.headers().firstValue("traceparent").orElseThrow()).contains(trace);
  }

  private HttpResponse<String> known(String tag) {
    return gate.send(gate.customer(PATH).header("If-None-Match", tag));
  }
}
