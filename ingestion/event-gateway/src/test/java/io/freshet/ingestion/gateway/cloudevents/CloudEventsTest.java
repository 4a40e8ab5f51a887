package io.freshet.ingestion.gateway.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.json.MalformedJsonException;
import io.freshet.core.envelope.json.Violation;
import io.freshet.core.envelope.offer.Offer;
import io.freshet.core.envelope.offer.OfferedData;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.offer.TooManyEventsException;
import io.freshet.ingestion.gateway.cloudevents.CloudEvents.Mode;
import io.freshet.ingestion.gateway.intake.RefusalStatus;
import io.freshet.testing.samples.Rides;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventsTest {
  private static final int MAX_EVENTS = 3;

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "application/cloudevents+json, STRUCTURED",
        "Application/CloudEvents+JSON; charset=UTF-8, STRUCTURED",
        "application/cloudevents-batch+json, BATCH",
        "application/json, BINARY",
        "application/cloudevents+xml, none",
        "application/cloudevents+json; charset=utf-16, none"
      })
  void theContentTypeSaysTheMode(String contentType, Mode mode) {
    HttpFields headers = HttpFields.build().add("Content-Type", contentType);

    assertThat(CloudEvents.mode(headers).orElse(null)).isEqualTo(mode);
  }

  @Test
  void readsBinaryMode() {
    HttpFields headers =
        binary()
            .add("CE-Time", "2026-11-01T08:00:00Z")
            .add("ce-subject", "ride%204711")
            .add("ce-dataschema", "urn:theirs")
            .add("Content-Type", "application/json; charset=utf-8");

    Offer offer = read(Mode.BINARY, headers, Rides.RIDE).get(0);

    assertThat(offer)
        .isInstanceOfSatisfying(
            Offer.Event.class,
            event -> {
              assertThat(event.envelope().id()).isEqualTo("1");
              assertThat(event.envelope().source()).isEqualTo("/phone");
              assertThat(event.envelope().type()).isEqualTo("rides");
              assertThat(event.envelope().time()).contains(Instant.parse("2026-11-01T08:00:00Z"));
              assertThat(event.extensions()).isEqualTo(Map.of("subject", "ride 4711"));
              assertThat(json(event)).isEqualTo(Rides.RIDE);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "application/avro, FramedAvro",
    "avro/binary, BareAvro",
    "text/json, Json",
    "application/vnd.rides+json, Json"
  })
  void theContentTypeSaysWhatTheDataIs(String contentType, String data) {
    Offer offer = read(Mode.BINARY, binary().add("Content-Type", contentType), "{}").get(0);

    assertThat(((Offer.Event) offer).data().getClass().getSimpleName()).isEqualTo(data);
  }

  @Test
  void refusesDataThatNobodyReads() {
    Refusal refusal = refusal(Mode.BINARY, binary().add("Content-Type", "text/plain"), "x");

    assertThat(RefusalStatus.of(refusal)).isEqualTo(415);
    assertThat(refusal.detail())
        .isEqualTo(
            "Data of type text/plain is not read; send application/json, application/avro or"
                + " avro/binary");
  }

  @ParameterizedTest
  @CsvSource({
    "ce-id, , id is missing",
    "ce-source, , source is missing",
    "ce-type, , type is missing",
    "ce-specversion, , specversion is missing",
    "ce-specversion, 0.3, specversion is not 1.0",
    "ce-time, yesterday, time is no RFC 3339 time such as 2026-01-31T12:00:00Z",
    "ce-subject, %zz, ce-subject is not percent-encoded UTF-8",
    "ce-freshettest, yes, freshettest is neither true nor false"
  })
  void refusesHeadersThatAreNoEnvelope(String header, String value, String problem) {
    HttpFields.Mutable headers = binary().remove(header);
    if (value != null) {
      headers.add(header, value);
    }

    Refusal refusal = refusal(Mode.BINARY, headers, Rides.RIDE);

    assertThat(RefusalStatus.of(refusal)).isEqualTo(400);
    assertThat(refusal.cause()).isEqualTo("missing_envelope");
    assertThat(refusal.errors()).containsExactly(new Violation("", problem));
  }

  @Test
  void refusesAHeaderThatIsGivenTwice() {
    assertThat(refusal(Mode.BINARY, binary().add("ce-id", "2"), Rides.RIDE).detail())
        .isEqualTo("The event can't be read: the attribute id is given twice");
  }

  @Test
  void readsStructuredModeWhereverTheTypeStands() {
    String body =
        """
        {"data": {"a": 1}, "id": "7", "source": "/s", "urgent": true, "n": 3, "time": null,
         "specversion": "1.0", "type": "rides"}""";

    Offer.Event event = (Offer.Event) read(Mode.STRUCTURED, HttpFields.EMPTY, body).get(0);

    assertThat(event.extensions()).isEqualTo(Map.of("urgent", "true", "n", "3"));
    assertThat(json(event)).isEqualTo("{\"a\": 1}");
    assertThat(((OfferedData.Json) event.data()).pointer()).isEqualTo("/data");
  }

  @Test
  void readsDataInBase64() {
    String body =
        """
        {"specversion": "1.0", "id": "7", "source": "/s", "type": "rides",
         "datacontenttype": "application/avro", "data_base64": "AAAAAAE="}""";

    Offer.Event event = (Offer.Event) read(Mode.STRUCTURED, HttpFields.EMPTY, body).get(0);

    assertThat(((OfferedData.FramedAvro) event.data()).bytes())
        .isEqualTo(new byte[] {0, 0, 0, 0, 1});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"a\": 1|it has neither data nor data_base64",
        "\"data\": 1, \"data_base64\": \"\"|it has both data and data_base64",
        "\"data_base64\": \"?\"|data_base64 is not base64",
        "\"data\": 1, \"data\": 2|data is given twice",
        "\"data\": 1, \"id\": \"2\"|the attribute id is given twice",
        "\"data\": 1, \"extra\": []|the attribute extra is no plain value",
        "\"data\": 1, \"datacontenttype\": \"avro/binary\"|its data is not JSON; give it as"
            + " data_base64"
      })
  void refusesMembersThatAreNoEvent(String members, String problem) {
    String body =
        """
        {"specversion": "1.0", "id": "7", "source": "/s", "type": "rides", %s}"""
            .formatted(members);

    assertThat(refusal(Mode.STRUCTURED, HttpFields.EMPTY, body).detail())
        .isEqualTo("The event can't be read: " + problem);
  }

  @Test
  void aBatchTellsItsGoodEventsFromItsBadOnes() {
    String body = "[%s, 7, %s]".formatted(Rides.event("1", "{}"), Rides.event("", "{}"));

    List<Offer> offers = read(Mode.BATCH, HttpFields.EMPTY, body);

    assertThat(((OfferedData.Json) ((Offer.Event) offers.get(0)).data()).pointer())
        .isEqualTo("/0/data");
    assertThat(((Offer.Unfit) offers.get(1)).refusal().errors())
        .containsExactly(new Violation("/1", "an event is a JSON object"));
    assertThat(((Offer.Unfit) offers.get(2)).refusal().errors())
        .containsExactly(new Violation("/2", "id is missing"));
  }

  @Test
  void aBatchMayBeEmpty() {
    assertThat(read(Mode.BATCH, HttpFields.EMPTY, "[]")).isEmpty();
  }

  @Test
  void aBatchHasItsLimit() {
    assertThatThrownBy(() -> read(Mode.BATCH, HttpFields.EMPTY, "[1, 2, 3, 4]"))
        .isInstanceOf(TooManyEventsException.class)
        .hasMessage("The request brings more than 3 events; send fewer at once");
  }

  @Test
  void aBatchIsAnArray() {
    assertThatThrownBy(() -> read(Mode.BATCH, HttpFields.EMPTY, "{}"))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("Line 1, column 1: A batch is an array of events");
  }

  @Test
  void malformedJsonAnywhereIsFoundBeforeAnythingIsTaken() {
    String body = "[%s,\n %s]".formatted(Rides.event("1", "{}"), "{\"data\": {\"a\" 1}}");

    assertThatThrownBy(() -> read(Mode.BATCH, HttpFields.EMPTY, body))
        .isInstanceOfSatisfying(
            MalformedJsonException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isEqualTo(16);
            });
  }

  private static HttpFields.Mutable binary() {
    return HttpFields.build()
        .add("ce-specversion", "1.0")
        .add("ce-id", "1")
        .add("ce-source", "/phone")
        .add("ce-type", "rides")
        .add("Authorization", "Bearer x");
  }

  private static List<Offer> read(Mode mode, HttpFields headers, String body) {
    return CloudEvents.read(mode, headers, body.getBytes(UTF_8), MAX_EVENTS);
  }

  private static Refusal refusal(Mode mode, HttpFields headers, String body) {
    return ((Offer.Unfit) read(mode, headers, body).get(0)).refusal();
  }

  private static String json(Offer.Event event) {
    JsonText text = ((OfferedData.Json) event.data()).text();

    return new String(text.bytes(), text.from(), text.to() - text.from(), UTF_8);
  }
}
