package io.freshet.core.envelope.consumer;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.stream.AwaitedProducer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Tells the stream of dead letters of an event that a service could not handle. The event itself is
 * sound: it stays in its stream, and its table has it.
 */
final class HandOff implements AutoCloseable {
  /** No record is refused for it, so it is none of the decoder's causes. */
  static final String CAUSE = "consumer_failed";

  /** No table keeps a ledger of it. */
  static final int NO_SOURCE = -1;

  private final AwaitedProducer producer;
  private final Schema schema;
  private final String group;

  HandOff(AwaitedProducer producer, Contract deadLetters, String group) {
    this.producer = producer;
    this.schema = AvroSchemas.of(deadLetters);
    this.group = group;
  }

  /**
   * Returns when Kafka has it; under the same id however often that is tried.
   *
   * @return false when no topic could ever take it
   */
  boolean send(ConsumerRecord<byte[], byte[]> kafkaRecord, String detail) {
    String origin =
        "%s/%s:%d:%d"
            .formatted(group, kafkaRecord.topic(), kafkaRecord.partition(), kafkaRecord.offset());
    try {
      producer.send(origin, deadLetter(kafkaRecord, detail, origin));
    } catch (InvalidEventException tooLarge) {
      return false;
    }
    producer.flush();

    return true;
  }

  private GenericRecord deadLetter(
      ConsumerRecord<byte[], byte[]> kafkaRecord, String detail, String origin) {
    long receivedAt = kafkaRecord.timestamp() * 1000;
    GenericRecord deadLetter = new GenericData.Record(schema);
    deadLetter.put("contract", kafkaRecord.topic());
    deadLetter.put("cause", CAUSE);
    deadLetter.put("detail", detail);
    deadLetter.put("event_time", receivedAt);
    deadLetter.put("origin_source", NO_SOURCE);
    deadLetter.put("origin_partition", kafkaRecord.partition());
    deadLetter.put("origin_offset", kafkaRecord.offset());
    deadLetter.put("origin_topic", kafkaRecord.topic());
    deadLetter.put("payload", bytes(kafkaRecord.value()));
    deadLetter.put("record_key", bytes(kafkaRecord.key()));
    deadLetter.put("headers", headers(kafkaRecord));
    deadLetter.put("received_at", receivedAt);
    deadLetter.put("origin", origin);

    return deadLetter;
  }

  private List<GenericRecord> headers(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    Schema entrySchema = schema.getField("headers").schema().getElementType();
    List<GenericRecord> headers = new ArrayList<>();
    for (Header header : kafkaRecord.headers()) {
      GenericRecord entry = new GenericData.Record(entrySchema);
      entry.put("name", header.key());
      entry.put("value", bytes(header.value()));
      headers.add(entry);
    }

    return headers;
  }

  private static ByteBuffer bytes(byte[] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }

  @Override
  public void close() {
    producer.close();
  }
}
