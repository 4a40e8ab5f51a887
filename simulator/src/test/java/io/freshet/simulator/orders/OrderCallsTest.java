package io.freshet.simulator.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.orders.OrderCalls.Call;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderCallsTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final Queue<Integer> statuses = new ArrayBlockingQueue<>(10);
  private final List<String> traces = Collections.synchronizedList(new ArrayList<>());
  private final List<String> pauses = new ArrayList<>();
  private HttpServer service;
  private OrderCalls calls;

  @BeforeEach
  void start() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", this::answer);
    service.start();
    String address = "http://127.0.0.1:" + service.getAddress().getPort();
    calls = new OrderCalls(HttpClient.newHttpClient(), () -> address, "a-token");
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = "{\"order_id\": 17}".getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    seen.add(
        "%s %s %s"
            .formatted(
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("If-Match"),
                exchange.getRequestHeaders().getFirst("Idempotency-Key")));
    traces.add(exchange.getRequestHeaders().getFirst("traceparent"));
    exchange.sendResponseHeaders(statuses.remove(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private HttpResponse<String> untilAnswered(Call call, Integer... wanted)
      throws InterruptedException {
    return calls.untilAnswered(call, () -> pauses.add("pause"), wanted);
  }

  @Test
  void sendsTheSameKeyUntilItIsAnswered() throws InterruptedException {
    statuses.addAll(List.of(503, 504, 201));
    Call call = Call.creation("m1", "one-key");

    HttpResponse<String> answer = untilAnswered(call, OrderCalls.MADE);

    assertThat(OrderCalls.order(call, answer)).isEqualTo(17);
    assertThat(seen).hasSize(3).containsOnly("/orders \"0\" one-key");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void takesWhatItsCallerExpects() throws InterruptedException {
    statuses.add(412);
    Call call = Call.step(17, 3, "ready", 7);

    assertThat(untilAnswered(call, OrderCalls.MADE, OrderCalls.ANOTHER_WAS_FIRST).statusCode())
        .isEqualTo(412);
    assertThat(seen).containsExactly("/orders/17/steps \"3\" " + call.key());
  }

  @Test
  void anyOtherAnswerIsAFault() {
    statuses.add(409);

    assertThatThrownBy(() -> untilAnswered(Call.step(17, 3, "ready", 7), OrderCalls.MADE))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The order service answered 409 to /orders/17/steps of version 3: {\"order_id\": 17}");
  }

  @Test
  void sendsFurtherHeadersBesideThoseOfEachCall() {
    statuses.addAll(List.of(201, 201));
    Call call = Call.creation("m1", "one-key");

    calls.send(call).join();
    HttpResponse<String> answer = calls.send(call, "traceparent", "00-a-b-01").join();

    assertThat(OrderCalls.order(call, answer)).isEqualTo(17);
    assertThat(seen).hasSize(2).containsOnly("/orders \"0\" one-key");
    assertThat(traces).containsExactly(null, "00-a-b-01");
  }

  @Test
  void namesTheDasherWhereThatIsTheStep() {
    assertThat(Call.step(17, 3, "dasher_assigned", 7).body()).contains("\"dasher_id\": 7");
    assertThat(Call.step(17, 3, "ready", 7).body()).doesNotContain("dasher_id");
  }
}
