package io.freshet.core.envelope.consumer;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.DeadLetterForm;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.stream.AwaitedProducer;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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
  private final DeadLetterForm form;
  private final String group;

  HandOff(AwaitedProducer producer, Contract deadLetters, String group) {
    this.producer = producer;
    this.form = new DeadLetterForm(deadLetters);
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
    GenericRecord deadLetter =
        form.of(
            NO_SOURCE,
            kafkaRecord,
            kafkaRecord.timestamp(),
            new DeadLetterForm.Reason(kafkaRecord.topic(), CAUSE, detail));
    deadLetter.put("origin", origin);

    return deadLetter;
  }

  @Override
  public void close() {
    producer.close();
  }
}
