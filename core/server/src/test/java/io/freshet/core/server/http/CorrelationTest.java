package io.freshet.core.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.tracing.Span;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  private static final TraceContext GIVEN =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  @Test
  void answersWithAnIdThatLogLinesBear() throws Exception {
    try (HttpDoor door = open(Tracing.off())) {
      HttpResponse<String> answer = send(request(door, "/id"));

      TraceContext context = context(answer);
      assertThat(context.isSampled()).isFalse();
      assertThat(answer.body()).isEqualTo(context.traceId());
    }
  }

  @Test
  void takesTheIdOfWhoeverAsks() throws Exception {
    try (HttpDoor door = open(Tracing.off())) {
      HttpRequest.Builder asked = request(door, "/id").header(TraceContext.NAME, GIVEN.text());

      HttpResponse<String> answer = send(asked);

      assertThat(context(answer)).isEqualTo(GIVEN);
      assertThat(answer.body()).isEqualTo(GIVEN.traceId());
    }
  }

  @Test
  void takesNothingForAnIdThatIsNone() throws Exception {
    try (HttpDoor door = open(Tracing.off())) {
      HttpRequest.Builder asked = request(door, "/id").header(TraceContext.NAME, "00-<x>-1-01");

      assertThat(context(send(asked)).traceId()).hasSize(32);
    }
  }

  @Test
  void answersWithItWhateverFails() throws Exception {
    try (HttpDoor door = open(Tracing.off())) {
      HttpRequest.Builder asked = request(door, "/fails").header(TraceContext.NAME, GIVEN.text());

      HttpResponse<String> answer = send(asked);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(context(answer)).isEqualTo(GIVEN);
    }
  }

  @Test
  void recordsARequestAsAStepOfItsTrace() throws Exception {
    try (RunningCollector collector = RunningCollector.start();
        Tracing tracing = Tracing.open(new TracingSettings(collector.url(), 0), "tests");
        HttpDoor door = open(tracing)) {
      send(request(door, "/id").header(TraceContext.NAME, GIVEN.text()));
      HttpResponse<String> failed =
          send(request(door, "/fails?token=x").header(TraceContext.NAME, GIVEN.text()));

      ReceivedSpan step = collector.await("GET", span -> !span.isFailed());
      assertThat(step.traceId()).isEqualTo(GIVEN.traceId());
      assertThat(step.parentId()).isEqualTo(GIVEN.spanId());
      assertThat(step.attributes())
          .containsEntry("url.path", "/id")
          .containsEntry("http.response.status_code", "200");
      ReceivedSpan failure = collector.await("GET", ReceivedSpan::isFailed);
      assertThat(failure.id()).isEqualTo(context(failed).spanId());
      assertThat(failure.attributes()).containsEntry("url.path", "/fails");
    }
  }

  @Test
  void followsARequestToOtherThreads() {
    List<String> seen = new ArrayList<>();
    Span outer = Span.untraced();
    Span inner = Span.untraced();

    Correlation.run(
        outer,
        () -> {
          Correlation.executor(inner, Runnable::run)
              .execute(() -> seen.add(Correlation.current().orElseThrow()));
          seen.add(Correlation.current().orElseThrow());
        });

    assertThat(seen).containsExactly(inner.context().traceId(), outer.context().traceId());
    assertThat(Correlation.current()).isEmpty();
  }

  private static HttpDoor open(Tracing tracing) {
    return HttpDoor.open(
        new HttpAddress("tests", "127.0.0.1", 0),
        new HttpLimits(4, Duration.ofSeconds(5), UriCompliance.DEFAULT),
        new HttpHandlers(new Handler.Sequence(), new Telling(), tracing),
        new DoorErrors(new JsonErrors()),
        new Dependency("nothing", () -> true));
  }

  private static HttpRequest.Builder request(HttpDoor door, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(door.port(), path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static TraceContext context(HttpResponse<String> answer) {
    return TraceContext.parse(answer.headers().firstValue(TraceContext.NAME).orElseThrow())
        .orElseThrow();
  }

  /** Tells the id under which it answers, or fails. */
  private static final class Telling extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (request.getHttpURI().getPath().equals("/fails")) {
        throw new IllegalStateException("A detail of ours");
      }
      byte[] id = Correlation.current().orElseThrow().getBytes(StandardCharsets.UTF_8);
      response.write(true, ByteBuffer.wrap(id), callback);

      return true;
    }
  }
}
