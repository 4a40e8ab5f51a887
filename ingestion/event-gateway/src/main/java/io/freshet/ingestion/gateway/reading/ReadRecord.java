package io.freshet.ingestion.gateway.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.ingestion.gateway.restproxy.EmbeddedFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes the records of one stream as one reader gets them. What the role does not see is null, or
 * the whole record is left out. Not thread-safe.
 */
final class ReadRecord {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReadableStream stream;
  private final EmbeddedFormat format;
  private final EventDecoder decoder;
  private final Optional<EventEncoder> encoder;

  ReadRecord(ReadableStream stream, EmbeddedFormat format) {
    this.stream = stream;
    this.format = format;
    this.decoder = stream.decoder();
    this.encoder =
        format == EmbeddedFormat.BINARY ? Optional.of(stream.encoder()) : Optional.empty();
  }

  /**
   * What a record looks like.
   *
   * @throws io.freshet.core.toolkit.FreshetException {@code DEPENDENCY} while the registry is away
   */
  Shown of(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Decoded decoded = decoder.decode(kafkaRecord);
    if (decoded instanceof Decoded.Test) {
      return Shown.KEPT_BACK;
    }
    if (!(decoded instanceof Decoded.Event event)) {
      return Shown.UNREADABLE;
    }
    if (!stream.view().shows(event.payload())) {
      return Shown.KEPT_BACK;
    }
    Optional<JsonNode> value = value(event, ReceivedTime.millis(kafkaRecord));
    if (value.isEmpty()) {
      return Shown.UNREADABLE;
    }
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("topic", kafkaRecord.topic()).putNull("key");
    if (!stream.masksKey()) {
      json.put("key", key(kafkaRecord.key()));
    }
    json.set("value", value.get());
    json.put("partition", kafkaRecord.partition()).put("offset", kafkaRecord.offset());

    return new Shown(Outcome.SHOWN, Optional.of(json));
  }

  /** What a reader gets of a record; nothing unless it is shown. */
  record Shown(Outcome outcome, Optional<ObjectNode> json) {
    private static final Shown UNREADABLE = new Shown(Outcome.UNREADABLE, Optional.empty());
    private static final Shown KEPT_BACK = new Shown(Outcome.KEPT_BACK, Optional.empty());
  }

  /** What becomes of a record on its way to a reader. */
  enum Outcome {
    SHOWN,
    /** By the role's row filter, or because it is a test. */
    KEPT_BACK,
    /** No event by the contract's rules. */
    UNREADABLE
  }

  /** Keys are no JSON: their text is. */
  private String key(byte[] key) {
    return format == EmbeddedFormat.BINARY
        ? Base64.getEncoder().encodeToString(key)
        : new String(key, UTF_8);
  }

  private Optional<JsonNode> value(Decoded.Event event, long receivedMillis) {
    return switch (format) {
      case JSON -> Optional.of(stream.view().json(event.payload()));
      case AVRO -> Optional.of(masked(avroJson(event.payload())));
      case BINARY -> binary(event, receivedMillis);
    };
  }

  /**
   * In the contract's own schema: of columns that it does not know nobody says who sees them. Empty
   * for what a producer of ours would not have sent, such as an event without an id.
   */
  private Optional<JsonNode> binary(Decoded.Event event, long receivedMillis) {
    try {
      return Optional.of(
          JsonNodeFactory.instance.binaryNode(
              encoder
                  .orElseThrow()
                  .passOn(receivedMillis, event.envelope(), Map.of(), event.payload())
                  .value()));
    } catch (InvalidEventException e) {
      return Optional.empty();
    }
  }

  private JsonNode masked(ObjectNode value) {
    stream.view().masked().forEach(value::putNull);

    return value;
  }

  /** As Avro's own encoding for JSON has it. */
  private static ObjectNode avroJson(GenericRecord payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      JsonEncoder json = EncoderFactory.get().jsonEncoder(payload.getSchema(), bytes);
      new GenericDatumWriter<GenericRecord>(payload.getSchema()).write(payload, json);
      json.flush();

      return (ObjectNode) JSON.readTree(bytes.toByteArray());
    } catch (IOException e) { // in memory
      throw new UncheckedIOException(e);
    }
  }
}
