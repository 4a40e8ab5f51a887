package io.freshet.local.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlinkRestTest {
  private static final String BUSY = "";
  private static final String IN_PROGRESS = "{\"status\": {\"id\": \"IN_PROGRESS\"}}";
  private static final String COMPLETED =
      "{\"status\": {\"id\": \"COMPLETED\"}, \"operation\": {\"location\": \"s3://lake/s-1\"}}";
  private static final String FAILED =
      """
      {"status": {"id": "COMPLETED"},
       "operation": {"failure-cause": {"stack-trace": "java.io.IOException: no space\\n  at x"}}}
      """;

  private final Queue<String> answers = new ArrayDeque<>();
  private HttpServer jobManager;

  @BeforeEach
  void start() throws IOException {
    jobManager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jobManager.createContext(
        "/jobs/j/stop", exchange -> answer(exchange, 202, "{\"request-id\": 7}"));
    jobManager.createContext("/jobs/j/savepoints/7", this::tellOutcome);
    jobManager.start();
  }

  @AfterEach
  void stop() {
    jobManager.stop(0);
  }

  @Test
  void asksAgainWhenTheJobManagerIsTooBusyToAnswer() {
    answers.addAll(List.of(BUSY, IN_PROGRESS, BUSY, COMPLETED));

    assertThat(rest(Duration.ofMinutes(1)).stopWithSavepoint("s3://lake"))
        .isEqualTo("s3://lake/s-1");
  }

  @Test
  void saysThatTheJobRunsOnOnlyWhereFlinkSaysSo() {
    answers.add(FAILED);

    assertThatThrownBy(() -> rest(Duration.ofMinutes(1)).stopWithSavepoint("s3://lake"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("Cannot take a savepoint: java.io.IOException: no space; the job runs on");
  }

  @Test
  void ownsThatItDoesNotKnowTheOutcome() {
    assertThatThrownBy(() -> rest(Duration.ZERO).stopWithSavepoint("s3://lake"))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The JobManager at %s agreed to stop with a savepoint and has not told the outcome for 0 s; it may have stopped meanwhile: see ./freshet status"
                .formatted(address()));
  }

  private FlinkRest rest(Duration patience) {
    return new FlinkRest(address(), "j", patience);
  }

  private String address() {
    return "http://127.0.0.1:" + jobManager.getAddress().getPort();
  }

  private void tellOutcome(HttpExchange exchange) throws IOException {
    String outcome = answers.isEmpty() ? BUSY : answers.remove();
    answer(exchange, outcome.isEmpty() ? 503 : 200, outcome);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
