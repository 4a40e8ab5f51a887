package io.freshet.core.envelope.raw;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.DeadLetterForm;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.toolkit.Sha256;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Makes the record that tells of a refused one on the dead-letter topic. There is one for each, in
 * the worst case without the bytes: compression lets records into a topic that are many times
 * larger than its limit, and no topic takes such a one together with its envelope.
 */
public final class DeadLetters {
  private final DeadLetterForm form;
  private final String type;
  private final EventEncoder encoder;
  private final Teller teller;

  /**
   * @param deadLetters the contract of that name
   */
  public DeadLetters(Contract deadLetters, EventEncoder encoder, Teller teller) {
    this.form = new DeadLetterForm(deadLetters);
    this.type = deadLetters.name();
    this.encoder = encoder;
    this.teller = teller;
  }

  /**
   * Who tells of refused records.
   *
   * @param name what the envelopes name as their source, such as {@code /freshet/json-validator}
   * @param keeper what still has a record whose dead letter can't hold it: {@code the raw topic}
   */
  public record Teller(String name, String keeper) {}

  /**
   * Where a refused record came from that no table's ledger numbers: negative, as no ledger's
   * number is, and another one for another identity.
   */
  public static int sourceNumber(String identity) {
    return ByteBuffer.wrap(Sha256.of(identity)).getInt() | Integer.MIN_VALUE;
  }

  /**
   * Never refuses, whatever the record holds.
   *
   * @param source see {@link #sourceNumber}
   */
  public ProducerRecord<byte[], byte[]> of(
      int source, ConsumerRecord<byte[], byte[]> kafkaRecord, Verdict.Refused refused) {
    String detail = RefusalText.of(refused.refusal());
    try {
      return letter(source, kafkaRecord, refused, detail);
    } catch (InvalidEventException tooLarge) {
      return letter(
          source,
          withoutBytes(kafkaRecord),
          refused,
          "%s\nIts %d bytes, key and headers are too large for a dead letter, and left out; %s has them"
              .formatted(detail, Math.max(0, kafkaRecord.serializedValueSize()), teller.keeper()));
    }
  }

  private ProducerRecord<byte[], byte[]> letter(
      int source,
      ConsumerRecord<byte[], byte[]> kafkaRecord,
      Verdict.Refused refused,
      String detail) {
    GenericRecord letter =
        form.of(
            source,
            kafkaRecord,
            kafkaRecord.timestamp(),
            new DeadLetterForm.Reason(refused.contract(), refused.refusal().cause(), detail));

    return encoder.passOn(
        kafkaRecord.timestamp(),
        new Envelope(
            DeadLetterForm.origin(letter), teller.name(), type, Optional.empty(), Optional.empty()),
        refused.isTest() ? TestMark.extension() : Map.of(),
        letter);
  }

  private static ConsumerRecord<byte[], byte[]> withoutBytes(
      ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return new ConsumerRecord<>(
        kafkaRecord.topic(),
        kafkaRecord.partition(),
        kafkaRecord.offset(),
        kafkaRecord.timestamp(),
        TimestampType.LOG_APPEND_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        null,
        null,
        new RecordHeaders(),
        Optional.empty());
  }
}
