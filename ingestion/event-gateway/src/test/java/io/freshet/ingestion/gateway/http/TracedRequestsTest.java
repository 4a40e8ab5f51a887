package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.envelope.TraceHeader;
import io.freshet.core.tracing.TraceContext;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import io.freshet.testing.samples.Rides;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracedRequestsTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final TraceContext GIVEN =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);
  private static final TraceContext UNSAMPLED =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", false);

  private RunningCollector collector;

  @BeforeEach
  void startCollector() throws IOException {
    collector = RunningCollector.start();
  }

  @AfterEach
  void stopCollector() {
    collector.close();
  }

  @Test
  void anEventBearsTheTraceOfTheRequestThatBroughtIt() {
    try (Tracing tracing = tracing(0);
        Gate gate = Gate.tracing(tracing, FakeKafka.acknowledging(Rides.contract()))) {
      HttpResponse<String> answer = post(gate, GIVEN, Rides.event("1", Rides.RIDE));
      tracing.flush();

      ReceivedSpan request = collector.await("POST events");
      assertThat(request.service()).isEqualTo("event-gateway");
      assertThat(request.traceId()).isEqualTo(GIVEN.traceId());
      assertThat(request.parentId()).isEqualTo(GIVEN.spanId());
      assertThat(request.attributes()).containsEntry("http.response.status_code", "200");
      assertThat(context(answer).spanId()).isEqualTo(request.id());
      ReceivedSpan publish = collector.await("publish rides");
      assertThat(publish.parentId()).isEqualTo(request.id());
      assertThat(publish.kind()).isEqualTo("SPAN_KIND_PRODUCER");
      assertThat(publish.attributes())
          .containsEntry("messaging.destination.name", "rides")
          .containsEntry("messaging.batch.message_count", "1")
          .containsKey("messaging.kafka.offset");
      assertThat(sent(gate, 0))
          .contains(new TraceContext(GIVEN.traceId(), publish.id(), true).text());
    }
  }

  @Test
  void beginsTracesWhereNobodyHas() {
    try (Tracing tracing = tracing(1);
        Gate gate = Gate.tracing(tracing, FakeKafka.acknowledging(Rides.contract()))) {
      HttpResponse<String> answer = gate.post("/events", STRUCTURED, Rides.event("1", Rides.RIDE));
      tracing.flush();

      assertThat(context(answer).isSampled()).isTrue();
      assertThat(sent(gate, 0).flatMap(TraceContext::parse).map(TraceContext::traceId))
          .contains(context(answer).traceId());
      assertThat(collector.await("POST events").parentId()).isEmpty();
    }
  }

  @Test
  void anEventKeepsTheTraceThatItsSenderGave() {
    try (Tracing tracing = tracing(0);
        Gate gate = Gate.tracing(tracing, FakeKafka.acknowledging(Rides.contract()))) {
      String event = Rides.event("1", Rides.RIDE);
      String own = "{\"traceparent\": \"%s\", %s".formatted(GIVEN.text(), event.substring(1));

      gate.post("/events", BATCH, "[%s, %s]".formatted(own, Rides.event("2", Rides.RIDE)));
      tracing.flush();

      assertThat(sent(gate, 0)).contains(GIVEN.text());
      ReceivedSpan publish = collector.await("publish rides");
      assertThat(publish.links())
          .containsExactly(new ReceivedSpan.Link(GIVEN.traceId(), GIVEN.spanId()));
      assertThat(publish.attributes()).containsEntry("messaging.batch.message_count", "2");
    }
  }

  @Test
  void whatIsNotRecordedIsNotOnTheStream() {
    try (Tracing tracing = tracing(1);
        Gate gate = Gate.tracing(tracing, FakeKafka.acknowledging(Rides.contract()))) {
      HttpResponse<String> answer = post(gate, UNSAMPLED, Rides.event("1", Rides.RIDE));

      assertThat(context(answer).traceId()).isEqualTo(UNSAMPLED.traceId());
      assertThat(sent(gate, 0)).isEmpty();
    }
  }

  @Test
  void passesATraceOnWhileItTracesNothingItself() {
    try (Gate gate = Gate.open(Rides.contract())) {
      post(gate, GIVEN, Rides.event("1", Rides.RIDE));
      gate.post("/events", STRUCTURED, Rides.event("2", Rides.RIDE));

      assertThat(sent(gate, 0)).contains(GIVEN.text());
      assertThat(sent(gate, 1)).isEmpty();
    }
  }

  @Test
  void anEventThatBarelyFitsGoesWithout() {
    try (Gate gate = Gate.open(Rides.contract())) {
      String stops = "[{\"place\": \"%s\"}]".formatted("a".repeat(3500));

      HttpResponse<String> answer = post(gate, GIVEN, Rides.event("1", Rides.ride("stops", stops)));

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(sent(gate, 0)).isEmpty();
    }
  }

  @Test
  void aSendThatBreaksIsAStepThatFailed() {
    FakeKafka kafka = FakeKafka.acknowledging(Rides.contract());
    kafka.refuse(new UnsupportedOperationException("a bug of the test"));
    try (Tracing tracing = tracing(1);
        Gate gate = Gate.tracing(tracing, kafka)) {
      HttpResponse<String> answer =
          gate.sendUndocumented(
              gate.request("/events")
                  .header("Content-Type", STRUCTURED)
                  .POST(HttpRequest.BodyPublishers.ofString(Rides.event("1", Rides.RIDE))));
      tracing.flush();

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(collector.await("publish rides").isFailed()).isTrue();
    }
  }

  @Test
  void recordsOfTheRestProxyBearTheTraceToo() {
    try (Tracing tracing = tracing(1);
        Gate gate = Gate.tracing(tracing, FakeKafka.acknowledging(Rides.contract()))) {
      gate.post(
          "/topics/rides",
          "application/vnd.kafka.json.v2+json",
          "{\"records\": [{\"value\": %s}]}".formatted(Rides.RIDE));
      tracing.flush();

      ReceivedSpan publish = collector.await("publish rides");
      assertThat(sent(gate, 0))
          .contains(new TraceContext(publish.traceId(), publish.id(), true).text());
      assertThat(collector.await("POST topics").id()).isEqualTo(publish.parentId());
    }
  }

  @Test
  void aProblemNamesTheTrace() throws JsonProcessingException {
    try (Gate gate = Gate.open(Rides.contract())) {
      HttpResponse<String> refused =
          post(gate, GIVEN, Rides.event("1", Rides.ride("seats", "\"many\"")));
      HttpResponse<String> malformed = post(gate, GIVEN, "{");
      HttpResponse<String> stranger =
          gate.send(
              gate.reading("no key", "/events")
                  .header(TraceContext.NAME, GIVEN.text())
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));

      assertThat(traceId(refused)).isEqualTo(GIVEN.traceId());
      assertThat(traceId(malformed)).isEqualTo(GIVEN.traceId());
      assertThat(traceId(stranger)).isEqualTo(GIVEN.traceId());
    }
  }

  private Tracing tracing(double ratio) {
    return Tracing.open(new TracingSettings(collector.url(), ratio), "event-gateway");
  }

  private static HttpResponse<String> post(Gate gate, TraceContext context, String event) {
    return gate.send(
        gate.request("/events")
            .header("Content-Type", STRUCTURED)
            .header(TraceContext.NAME, context.text())
            .POST(HttpRequest.BodyPublishers.ofString(event)));
  }

  private static Optional<String> sent(Gate gate, int event) {
    return TraceHeader.in(gate.kafka().durable().get(event).headers());
  }

  private static TraceContext context(HttpResponse<String> answer) {
    return TraceContext.parse(answer.headers().firstValue(TraceContext.NAME).orElseThrow())
        .orElseThrow();
  }

  private static String traceId(HttpResponse<String> answer) throws JsonProcessingException {
    return new ObjectMapper().readTree(answer.body()).path("trace_id").asText();
  }
}
