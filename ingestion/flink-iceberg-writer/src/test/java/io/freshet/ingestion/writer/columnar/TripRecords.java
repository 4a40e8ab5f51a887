package io.freshet.ingestion.writer.columnar;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventIds;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.TestMark;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of the topic of trips; offsets count them. */
final class TripRecords {
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private final List<LogRecord> records = new ArrayList<>();

  List<LogRecord> all() {
    return records;
  }

  EventDecoder decoder(Contract contract) {
    return new EventDecoder(contract, registry);
  }

  TripRecords add(Contract contract, GenericRecord payload) {
    ProducerRecord<byte[], byte[]> sent = sent(contract, payload);
    add(sent.key(), sent.value(), sent.headers());

    return this;
  }

  /** Adds the event as its sender sends a test. */
  TripRecords addTest(Contract contract, GenericRecord payload) {
    ProducerRecord<byte[], byte[]> sent = sent(contract, payload);
    sent.headers().add(TestMark.HEADER, TestMark.YES.getBytes(StandardCharsets.UTF_8));
    add(sent.key(), sent.value(), sent.headers());

    return this;
  }

  /** Adds the event with some bits turned, or a part missing. */
  TripRecords addDamaged(Contract contract, GenericRecord payload, Random random) {
    ProducerRecord<byte[], byte[]> sent = sent(contract, payload);
    RecordHeaders headers = new RecordHeaders();
    for (Header header : sent.headers()) {
      int fate = random.nextInt(80);
      if (fate > 0) {
        headers.add(header.key(), fate == 1 ? damaged(header.value(), random) : header.value());
      }
    }
    int fate = random.nextInt(40);
    add(
        fate == 0 ? new byte[0] : sent.key(),
        fate == 1 ? null : damaged(sent.value(), random),
        headers);

    return this;
  }

  /** Every third has come by another topic. */
  private ProducerRecord<byte[], byte[]> sent(Contract contract, GenericRecord payload) {
    int number = records.size();
    ProducerRecord<byte[], byte[]> sent =
        EventEncoder.of(
                contract,
                registry,
                new EventEncoder.Origin(
                    "/test", EventIds.of("test-" + number), InstantSource.fixed(FlatContracts.NOW)))
            .encode(payload);
    if (number % 3 == 0) {
      sent.headers().add(ReceivedTime.header(FlatContracts.NOW.toEpochMilli() - number));
    }

    return sent;
  }

  private void add(byte[] key, byte[] value, Headers headers) {
    int offset = records.size();
    if (offset % 3 == 0) {
      headers.add(RedriveOrigin.HEADER, origin(offset).getBytes(StandardCharsets.UTF_8));
    }
    records.add(
        LogRecord.of(
            new ConsumerRecord<>(
                "trips",
                offset % 2,
                offset,
                FlatContracts.NOW.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                key.length,
                value == null ? -1 : value.length,
                key,
                value,
                headers,
                Optional.empty())));
  }

  /** Of a redriven event; of some it is none. */
  private static String origin(int offset) {
    return offset % 9 == 0 ? "1:0" : RedriveOrigin.text(1, 0, offset);
  }

  private static byte[] damaged(byte[] value, Random random) {
    byte[] bytes = Arrays.copyOf(value, value.length + random.nextInt(10) / 8);
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int flips = random.nextInt(4); flips >= 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }

    return bytes;
  }
}
