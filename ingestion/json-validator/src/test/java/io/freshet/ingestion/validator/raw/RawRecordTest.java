package io.freshet.ingestion.validator.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.samples.Views;
import java.io.IOException;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.GenericTypeInfo;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RawRecordTest {
  @Test
  void travelsWithoutGenericSerialization() throws IOException {
    TypeInformation<RawRecord> type = new RawRecordReader().getProducedType();
    ConsumerRecord<byte[], byte[]> kafkaRecord =
        Views.raw("{}".getBytes(UTF_8), Map.of("ce_id", "1", "ce_type", "views"));

    assertThat(type).isNotInstanceOf(GenericTypeInfo.class);
    assertThat(print(copied(type, kafkaRecord))).isEqualTo(print(kafkaRecord));
  }

  @Test
  void aRecordMayLackAnything() throws IOException {
    RecordHeaders headers = new RecordHeaders();
    headers.add("empty", null);
    ConsumerRecord<byte[], byte[]> kafkaRecord = Views.raw(null, headers);

    assertThat(print(copied(new RawRecordReader().getProducedType(), kafkaRecord)))
        .isEqualTo(print(kafkaRecord));
  }

  private static ConsumerRecord<byte[], byte[]> copied(
      TypeInformation<RawRecord> type, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws IOException {
    TypeSerializer<RawRecord> serializer = type.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(256);
    serializer.serialize(RawRecord.of(kafkaRecord), out);

    return serializer
        .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()))
        .toConsumerRecord();
  }

  private static String print(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    StringBuilder text =
        new StringBuilder(
            "%s %d %d %d %s %s"
                .formatted(
                    kafkaRecord.topic(),
                    kafkaRecord.partition(),
                    kafkaRecord.offset(),
                    kafkaRecord.timestamp(),
                    text(kafkaRecord.key()),
                    text(kafkaRecord.value())));
    kafkaRecord
        .headers()
        .forEach(header -> text.append(" %s=%s".formatted(header.key(), text(header.value()))));

    return text.toString();
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "none" : new String(bytes, UTF_8);
  }
}
