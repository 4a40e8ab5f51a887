package io.freshet.core.envelope;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes a dead letter, a payload of the platform's contract for them, of a record that is refused:
 * with its bytes, its envelope and its identity. Thread-safe.
 */
public final class DeadLetterForm {
  private static final String ORIGIN = "origin";
  private static final long MICROS_PER_MILLI = 1000;

  private final Schema schema;
  private final Schema headers;

  /**
   * @param deadLetters the contract of that name
   */
  public DeadLetterForm(Contract deadLetters) {
    this.schema = AvroSchemas.of(deadLetters);
    this.headers = notNull(schema.getField("headers").schema());
  }

  /**
   * Why a record is refused.
   *
   * @param contract whose event it should have been
   * @param cause one of the fixed codes
   * @param detail in words, without the payload's values
   */
  public record Reason(String contract, String cause, String detail) {}

  /**
   * @param source the number by which the record's topic is known
   * @param receivedMillis when the platform first had it
   */
  public GenericRecord of(
      int source, ConsumerRecord<byte[], byte[]> kafkaRecord, long receivedMillis, Reason reason) {
    long received = receivedMillis * MICROS_PER_MILLI;
    GenericRecord deadLetter = new GenericData.Record(schema);
    deadLetter.put("contract", reason.contract());
    deadLetter.put("cause", reason.cause());
    deadLetter.put("detail", reason.detail());
    deadLetter.put("event_time", received);
    deadLetter.put("origin_source", source);
    deadLetter.put("origin_partition", kafkaRecord.partition());
    deadLetter.put("origin_offset", kafkaRecord.offset());
    deadLetter.put("origin_topic", kafkaRecord.topic());
    deadLetter.put("payload", bytes(kafkaRecord.value()));
    deadLetter.put("record_key", bytes(kafkaRecord.key()));
    deadLetter.put("headers", headers(kafkaRecord));
    deadLetter.put("received_at", received);
    deadLetter.put(ORIGIN, origin(source, kafkaRecord));

    return deadLetter;
  }

  /** The identity of the refused record: the same whenever a dead letter is made of it. */
  public static String origin(GenericRecord deadLetter) {
    return deadLetter.get(ORIGIN).toString();
  }

  /** Where the event was refused first: a redriven one that fails again is still the same one. */
  private static String origin(int source, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return RedriveOrigin.of(kafkaRecord.headers())
        .orElseGet(() -> RedriveOrigin.text(source, kafkaRecord.partition(), kafkaRecord.offset()));
  }

  private List<GenericRecord> headers(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    List<GenericRecord> entries = new ArrayList<>();
    for (Header header : kafkaRecord.headers()) {
      GenericRecord entry = new GenericData.Record(headers.getElementType());
      entry.put("name", header.key());
      entry.put("value", bytes(header.value()));
      entries.add(entry);
    }

    return entries;
  }

  private static Schema notNull(Schema schema) {
    return schema.isUnion()
        ? schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElseThrow()
        : schema;
  }

  private static ByteBuffer bytes(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
