package io.freshet.core.envelope;

import io.freshet.core.contract.Contract;
import io.freshet.testing.samples.LogPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** Records as a consumer gets them, without a broker. */
public final class Records {
  private Records() {}

  /** An encoder whose clock stands at the events' time. */
  public static EventEncoder encoder(Contract contract, SchemaRegistry registry) {
    return EventEncoder.of(
        contract,
        registry,
        new EventEncoder.Origin("/test", EventIds.of("test"), InstantSource.fixed(Pings.NOW)));
  }

  /** A payload as any client could write it: checked by nobody. */
  static byte[] framed(int schemaId, GenericRecord payload) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(WireFormat.header(schemaId));
      BinaryEncoder avro = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<>(payload.getSchema()).write(payload, avro);
      avro.flush();

      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was sent, received at the time of the fixed clock. */
  static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return received(sent, Pings.NOW);
  }

  static ConsumerRecord<byte[], byte[]> received(
      ProducerRecord<byte[], byte[]> sent, Instant receivedAt) {
    return received(sent.key(), sent.value(), sent.headers(), receivedAt);
  }

  static ConsumerRecord<byte[], byte[]> received(
      byte[] key, byte[] value, Headers headers, Instant receivedAt) {
    return new LogPlace("dasher_pings", 0, 0, receivedAt.toEpochMilli())
        .holding(key, value, headers);
  }
}
