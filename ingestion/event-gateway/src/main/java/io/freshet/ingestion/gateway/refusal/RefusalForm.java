package io.freshet.ingestion.gateway.refusal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.json.JsonText;
import io.freshet.core.envelope.json.Violation;
import io.freshet.ingestion.gateway.admission.Sender;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Makes an event of the contract {@code refused_events} of what was refused, bounded in all that
 * its sender has chosen. Thread-safe.
 */
final class RefusalForm {
  static final int MAX_NAME = 100;
  static final int MAX_TEXT = 1000;
  static final int MAX_VIOLATIONS = 20;

  private static final String CUT = " …";

  private final EventEncoder encoder;
  private final Schema violation;
  private final InstantSource clock;
  private final int maxBodyBytes;

  /**
   * @param encoder of the contract
   * @param maxBodyBytes beyond which the body is cut
   */
  RefusalForm(EventEncoder encoder, InstantSource clock, int maxBodyBytes) {
    this.encoder = encoder;
    this.violation = encoder.schema().getField("violations").schema().getElementType();
    this.clock = clock;
    this.maxBodyBytes = maxBodyBytes;
  }

  /**
   * @param dropped how many of its producer's were not kept before it
   */
  ProducerRecord<byte[], byte[]> of(RefusedEvent event, long dropped) {
    GenericRecord payload = new GenericData.Record(encoder.schema());
    payload.put("producer", event.sender().producer());
    payload.put("contract", text(event.claim().contract(), MAX_NAME));
    payload.put("cause", event.refusal().cause());
    payload.put("status", event.status());
    payload.put("detail", text(event.refusal().detail(), MAX_TEXT));
    payload.put("violations", violations(event.refusal().errors()));
    payload.put("event_time", ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    payload.put("event_source", text(event.claim().source(), MAX_TEXT));
    payload.put("event_id", text(event.claim().id(), MAX_TEXT));
    int bytes = event.body().to() - event.body().from();
    payload.put("body", body(event.body(), Math.min(bytes, maxBodyBytes)));
    payload.put("body_bytes", bytes);
    payload.put("is_body_cut", bytes > maxBodyBytes);
    payload.put("is_by_token", event.sender().shown() == Sender.Shown.TOKEN);
    payload.put("dropped", dropped);

    return encoder.encode(payload);
  }

  private List<GenericRecord> violations(List<Violation> found) {
    return found.stream().limit(MAX_VIOLATIONS).map(this::violation).toList();
  }

  private GenericRecord violation(Violation found) {
    GenericRecord told = new GenericData.Record(violation);
    told.put("pointer", text(found.pointer(), MAX_TEXT));
    told.put("detail", text(found.detail(), MAX_TEXT));

    return told;
  }

  private static ByteBuffer body(JsonText body, int bytes) {
    return ByteBuffer.wrap(body.bytes(), body.from(), bytes);
  }

  private static String text(Optional<String> given, int max) {
    return given.map(text -> text(text, max)).orElse(null);
  }

  /** What no UTF-8 can hold, a cut pair included, becomes a question mark. */
  private static String text(String given, int max) {
    String text = given.length() > max ? given.substring(0, max - CUT.length()).concat(CUT) : given;

    return new String(text.getBytes(UTF_8), UTF_8);
  }
}
