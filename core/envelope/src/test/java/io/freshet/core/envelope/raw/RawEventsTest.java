package io.freshet.core.envelope.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.RefusalCause;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.json.Violation;
import io.freshet.core.envelope.offer.Refusal;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.testing.samples.Views;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawEventsTest {
  private final Contract contract = Views.contract();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final RawEvents events =
      new RawEvents(
          List.of(contract), each -> EventEncoder.of(each, registry, Origin.of("/validator")));

  @Test
  void makesAnEventOfWhatFits() {
    Verdict verdict = events.judge(Views.structured(Views.event("a-1", "views", Views.VIEW)));

    assertThat(verdict.contract()).isEqualTo("views");
    Decoded.Event event = decoded(fits(verdict));
    assertThat(event.envelope().id()).isEqualTo("a-1");
    assertThat(event.envelope().source()).isEqualTo("/app");
    assertThat(EventFields.longValue(event.payload(), "visitor")).isEqualTo(4711);
    assertThat(fits(verdict).topic()).isEqualTo("views");
    assertThat(new String(fits(verdict).key(), UTF_8)).isEqualTo("oslo:4711");
  }

  @Test
  void bothModesMakeTheSameEvent() {
    String structured =
        """
        {"specversion": "1.0", "id": "7", "source": "/app", "type": "views",
         "time": "2026-09-21T14:13:20Z", "traceparent": "00-a-b-01", "data": %s}"""
            .formatted(Views.VIEW);
    Map<String, String> headers = Views.headers("views");
    headers.put("ce_time", "2026-09-21T14:13:20Z");
    headers.put("ce_traceparent", "00-a-b-01");

    ProducerRecord<byte[], byte[]> event =
        fits(events.judge(Views.raw(Views.VIEW.getBytes(UTF_8), headers)));

    assertThat(event)
        .usingRecursiveComparison()
        .isEqualTo(fits(events.judge(Views.structured(structured))));
    assertThat(event.headers().lastHeader("ce_traceparent").value())
        .asString(UTF_8)
        .isEqualTo("00-a-b-01");
  }

  @Test
  void passesOnThatAnEventIsATest() {
    String structured =
        """
        {"specversion": "1.0", "id": "7", "source": "/app", "type": "views",
         "freshettest": true, "data": %s}""";
    Map<String, String> headers = Views.headers("views");
    headers.put("ce_freshettest", "true");

    ProducerRecord<byte[], byte[]> event =
        fits(events.judge(Views.structured(structured.formatted(Views.VIEW))));

    assertThat(new EventDecoder(contract, registry).decode(Views.appended(event)))
        .isInstanceOf(Decoded.Test.class);
    assertThat(refused(Views.structured(structured.formatted("{}"))).isTest()).isTrue();
    assertThat(refused(Views.raw("{".getBytes(UTF_8), headers)).isTest()).isTrue();
    String unfit = "{\"specversion\": \"1.0\", \"freshettest\": true, \"type\": \"views\"}";
    assertThat(refused(Views.structured(unfit)).isTest()).isTrue();
    assertThat(refused(Views.structured(Views.event("1", "views", "{}"))).isTest()).isFalse();
  }

  @Test
  void theLastOfSeveralHeadersCounts() {
    RecordHeaders headers =
        new RecordHeaders(Views.raw(new byte[0], Views.headers("view")).headers());
    headers.add("ce_type", "views".getBytes(UTF_8));

    assertThat(events.judge(Views.raw(Views.VIEW.getBytes(UTF_8), headers)).contract())
        .isEqualTo("views");
  }

  @Test
  void keepsTheTimeAtWhichTheRawTopicHadIt() {
    Map<String, String> headers = Views.headers("views");
    headers.put(ReceivedTime.HEADER, "1"); // a sender's word for it is not heard

    ProducerRecord<byte[], byte[]> event =
        fits(events.judge(Views.raw(Views.VIEW.getBytes(UTF_8), headers)));

    assertThat(ReceivedTime.millis(Views.appended(event))).isEqualTo(Views.RECEIVED);
  }

  @Test
  void holdsTheEventsTimeAgainstThatTime() {
    String later = Views.VIEW.replace("14:13:20Z", "14:23:21Z");

    assertThat(refusal(later)).isEqualTo(RefusalCause.TOO_FAR_AHEAD.code());
    assertThat(fits(events.judge(Views.structured(Views.event("1", "views", Views.VIEW)))))
        .isNotNull();
  }

  @Test
  void namesEachViolationWithItsPlace() {
    Refusal refusal =
        refused(
                Views.structured(
                    Views.event("1", "views", "{\"visitor\": \"x\", \"seconds\": 1.5}")))
            .refusal();

    assertThat(refusal.cause()).isEqualTo("invalid_value");
    assertThat(refusal.errors())
        .extracting(Violation::pointer)
        .containsExactlyInAnyOrder(
            "/data/visitor", "/data/seconds", "/data/city", "/data/event_time");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                                | malformed_json",
        "[]                                               | missing_envelope",
        "{}                                               | missing_envelope",
        "{`type`: `views`}                                | missing_envelope"
      })
  void saysWhatADocumentLacks(String json, String cause) {
    Verdict.Refused refused = refused(Views.structured(json.replace('`', '"')));

    assertThat(refused.refusal().cause()).isEqualTo(cause);
    assertThat(refused.contract()).as("names no contract").isEqualTo(Views.TOPIC);
  }

  @Test
  void saysWhereJsonBreaks() {
    Map<String, String> headers = Views.headers("views");

    Verdict.Refused refused = refused(Views.raw("{\n \"city\": x}".getBytes(UTF_8), headers));

    assertThat(refused.contract()).isEqualTo("views");
    assertThat(refused.refusal().cause()).isEqualTo("malformed_json");
    assertThat(refused.refusal().detail()).startsWith("Line 2, column ");
  }

  @Test
  void aTypeThatTakesNoRawJsonIsUnknown() {
    Verdict.Refused refused = refused(Views.structured(Views.event("1", "view", Views.VIEW)));

    assertThat(refused.contract()).as("is no contract").isEqualTo(Views.TOPIC);
    assertThat(refused.refusal().cause()).isEqualTo("unknown_contract");
    assertThat(refused.refusal().detail())
        .isEqualTo("No contract view takes raw JSON; did you mean views?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/cloudevents-batch+json",
        "application/cloudevents+avro",
        "application/cloudevents+json; charset=latin1",
        "text/csv",
        "application/avro"
      })
  void readsNoOtherFormat(String contentType) {
    Map<String, String> headers = Views.headers("views");
    headers.put("content-type", contentType);

    assertThat(refused(Views.raw(Views.VIEW.getBytes(UTF_8), headers)).refusal().cause())
        .isEqualTo("unsupported_media_type");
  }

  @Test
  void aRecordWithoutAValueIsNoEvent() {
    assertThat(refused(Views.raw(null, Views.headers("views"))).refusal().cause())
        .isEqualTo("missing_payload");
  }

  @Test
  void anAttributeIsUtf8() {
    RecordHeaders headers =
        new RecordHeaders(Views.raw(new byte[0], Views.headers("views")).headers());
    headers.add("ce_subject", new byte[] {(byte) 0xC3});

    Verdict.Refused refused = refused(Views.raw(Views.VIEW.getBytes(UTF_8), headers));

    assertThat(refused.refusal().cause()).isEqualTo("missing_envelope");
    assertThat(refused.refusal().detail()).contains("ce_subject is not UTF-8");
  }

  @Test
  void anEventIsNoLargerThanItsStreamTakes() {
    String large = "{%s, \"note\": \"%s\"}".formatted(inner(), "x".repeat(Views.MAX_MESSAGE_BYTES));

    assertThat(refusal(large)).isEqualTo(RefusalCause.TOO_LARGE.code());
  }

  private static String inner() {
    return Views.VIEW.substring(1, Views.VIEW.length() - 1);
  }

  private String refusal(String data) {
    return refused(Views.structured(Views.event("1", "views", data))).refusal().cause();
  }

  private Verdict.Refused refused(ConsumerRecord<byte[], byte[]> raw) {
    return (Verdict.Refused) events.judge(raw);
  }

  private static ProducerRecord<byte[], byte[]> fits(Verdict verdict) {
    return ((Verdict.Fits) verdict).event();
  }

  private Decoded.Event decoded(ProducerRecord<byte[], byte[]> event) {
    return (Decoded.Event) new EventDecoder(contract, registry).decode(Views.appended(event));
  }
}
