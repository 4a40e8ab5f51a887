package io.freshet.assurance.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.contract.freshness.Hop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookTest {
  private static final Alert ALERT =
      new Alert(
          Alert.State.BREACHED,
          Optional.of("raw.rides"),
          Instant.parse("2026-11-29T12:00:00Z"),
          Optional.of(Duration.ofMillis(61_500)),
          Optional.of(Duration.ofSeconds(58)),
          Optional.of(new Diagnosis(Hop.FLINK, "the job stands")),
          Optional.of("riders"));

  private final List<String> paths = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Integer> answers = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Webhook webhook;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    webhook =
        new Webhook(
            URI.create("http://127.0.0.1:%d/alerts".formatted(server.getAddress().getPort())),
            Optional.of(URI.create("https://freshet.example")),
            Duration.ofMillis(1));
  }

  @AfterEach
  void close() {
    webhook.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    paths.add(exchange.getRequestURI().getPath());
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    exchange.getResponseHeaders().add("Location", "/elsewhere");
    exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.remove(0), -1);
    exchange.close();
  }

  @Test
  void namesTheHopTheLikelyCauseAndTheRunbook() throws IOException {
    webhook.send(ALERT);

    await().until(() -> bodies.size() == 1);
    JsonNode body = new ObjectMapper().readTree(bodies.get(0));
    assertThat(body.path("state").asText()).isEqualTo("breached");
    assertThat(body.path("table").asText()).isEqualTo("raw.rides");
    assertThat(body.path("at").asText()).isEqualTo("2026-11-29T12:00:00Z");
    assertThat(body.path("waiting_seconds").asDouble()).isEqualTo(61.5);
    assertThat(body.path("alert_after_seconds").asDouble()).isEqualTo(58);
    assertThat(body.path("hop").asText()).isEqualTo("flink");
    assertThat(body.path("likely_cause").asText()).isEqualTo("the job stands");
    assertThat(body.path("runbook").asText()).isEqualTo("docs/runbooks/flink.md");
    assertThat(body.path("owner").asText()).isEqualTo("riders");
    assertThat(body.path("page").asText()).isEqualTo("https://freshet.example/tables/raw.rides");
    assertThat(body.path("runbook_page").asText())
        .isEqualTo("https://freshet.example/runbooks/flink");
  }

  @Test
  void triesAgainWhatWasNotTakenAndThenGoesOn() {
    answers.addAll(List.of(503, 500));

    webhook.send(ALERT);
    webhook.send(ALERT);

    await().until(() -> bodies.size() == 4);
  }

  @Test
  void givesUpAfterFourTries() {
    answers.addAll(List.of(500, 500, 500, 500));

    webhook.send(ALERT);
    webhook.send(ALERT);

    await().until(() -> bodies.size() == 5);
    assertThat(answers).isEmpty();
    await()
        .untilAsserted(
            () -> assertThat(webhook.tally()).isEqualTo(new Webhook.Tally(1, 1, Optional.empty())));
  }

  @Test
  void saysWhyItsNewestAlertWasNotTaken() {
    answers.addAll(List.of(500, 500, 500, 500));

    webhook.send(ALERT);

    await()
        .untilAsserted(
            () ->
                assertThat(webhook.tally())
                    .isEqualTo(new Webhook.Tally(0, 1, Optional.of("status 500"))));
  }

  @Test
  void goesNowhereElseThanWhereItIsToldTo() {
    answers.addAll(List.of(302, 307));

    webhook.send(ALERT);

    await().until(() -> bodies.size() == 3);
    assertThat(paths).containsOnly("/alerts");
  }
}
