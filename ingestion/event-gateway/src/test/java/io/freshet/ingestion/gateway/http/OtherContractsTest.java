package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.AccessPolicy;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.testing.samples.Rides;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contracts that change while the gateway runs. */
class OtherContractsTest {
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String STARTED = Rides.event("x", Rides.ride("state", "\"started\""));
  private static final String ELSEWHERE = "https://elsewhere.example";
  private static final Contract RIDES = ReadableRides.contract();

  private final Gate gate = Gate.open(RIDES);

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aMendedRuleHoldsForTheNextRequest() {
    assertThat(gate.post("/events", STRUCTURED, STARTED).statusCode()).isEqualTo(200);

    gate.serve(withoutStarted());

    HttpResponse<String> answer = gate.post("/events", STRUCTURED, STARTED);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("is none of ended");
  }

  @Test
  void aRequestEndsWithTheContractsWithWhichItBegan() {
    BodyPublisher body =
        new BodyAfter(BodyPublishers.ofString(STARTED), () -> gate.serve(withoutStarted()));

    HttpResponse<String> answer =
        gate.send(
            gate.request("/events")
                .header("Content-Type", STRUCTURED)
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .POST(body));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(gate.post("/events", STRUCTURED, STARTED).statusCode()).isEqualTo(422);
  }

  @Test
  void whoIsNoProducerAnyMoreSendsNothing() {
    gate.serve(with(new Intake(List.of("another-app"), StreamSettings.Acknowledgement.DURABLE)));

    assertThat(gate.post("/events", STRUCTURED, STARTED).statusCode()).isEqualTo(403);
    assertThat(
            gate.post(
                    TopicsDoor.PATH + Rides.NAME,
                    "application/vnd.kafka.json.v2+json",
                    "{\"records\": [{\"value\": %s}]}".formatted(Rides.RIDE))
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void pagesOfAnotherOriginMaySend() {
    assertThat(allowed(ELSEWHERE)).isEmpty();

    gate.serve(
        with(
            new Intake(
                List.of(Rides.PRODUCER),
                List.of(ELSEWHERE),
                StreamSettings.Acknowledgement.DURABLE,
                false)));

    assertThat(allowed(ELSEWHERE)).contains(ELSEWHERE);
    assertThat(allowed(Rides.ORIGIN)).isEmpty();
  }

  @Test
  void aConsumerGoesOnWithWhatItsRoleSeesNow() throws Exception {
    ConsumersClient client = new ConsumersClient(gate);
    client.subscribed(Gate.ANALYST_KEY, "json");
    client.send(Rides.ride("rider", "\"Kari\""));
    assertThat(rider(client.records(Gate.ANALYST_KEY, "")).isNull()).isTrue();

    gate.serve(readBy(Map.of(ReadableRides.ANALYST, AccessPolicy.DATA_ENGINEER)));
    client.send(Rides.ride("rider", "\"Kari\""));
    assertThat(rider(client.records(Gate.ANALYST_KEY, "")).asText()).isEqualTo("Kari");

    gate.serve(readBy(Map.of(ReadableRides.ENGINEER, AccessPolicy.DATA_ENGINEER)));
    assertThat(client.read(Gate.ANALYST_KEY, "").statusCode()).isEqualTo(403);
  }

  private static JsonNode rider(JsonNode records) {
    assertThat(records).hasSize(1);

    return records.get(0).path("value").path("rider");
  }

  private Optional<String> allowed(String origin) {
    return gate.sendUndocumented(
            HttpRequest.newBuilder(gate.request("/events").build().uri())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()))
        .headers()
        .firstValue("Access-Control-Allow-Origin");
  }

  private static Contract withoutStarted() {
    List<Field> fields = new ArrayList<>();
    for (Field field : RIDES.schema().fields()) {
      fields.add(
          field.name().equals("state")
              ? new Field(
                  field.id(),
                  field.name(),
                  field.type(),
                  field.required(),
                  field.classification(),
                  List.of("ended"),
                  field.description())
              : field);
    }

    return Rides.contract(fields);
  }

  private static Contract with(Intake intake) {
    return RIDES.with(RIDES.requireStream().with(intake));
  }

  private static Contract readBy(Map<String, String> readers) {
    return RIDES.with(new AccessPolicy(RIDES.access().roles(), readers));
  }

  /**
   * A body that is not sent before something else is done: when the gateway has asked for it, and
   * so has begun with the request.
   */
  private record BodyAfter(BodyPublisher body, Runnable first) implements BodyPublisher {
    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      first.run();
      body.subscribe(subscriber);
    }
  }
}
