package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UndecodedRecordsTest {
  private final TypeSerializer<ConsumerRecord<byte[], byte[]>> serializer =
      new UndecodedRecords().getProducedType().createSerializer(new SerializerConfigImpl());

  @Test
  void handsOnTheVeryRecord() {
    ConsumerRecord<byte[], byte[]> kafkaRecord = kafkaRecord(new byte[] {1}, new byte[] {2});
    List<ConsumerRecord<byte[], byte[]>> collected = new ArrayList<>();

    new UndecodedRecords().deserialize(kafkaRecord, into(collected));

    assertThat(collected).singleElement().isSameAs(kafkaRecord);
  }

  @Test
  void keepsEverythingWhereFlinkBreaksTheChain() throws IOException {
    ConsumerRecord<byte[], byte[]> read = copy(kafkaRecord(new byte[] {1}, new byte[] {2, 3}));

    assertThat(read.topic()).isEqualTo("trips");
    assertThat(read.partition()).isEqualTo(3);
    assertThat(read.offset()).isEqualTo(41);
    assertThat(read.timestamp()).isEqualTo(1234);
    assertThat(read.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(read.key()).containsExactly(1);
    assertThat(read.value()).containsExactly(2, 3);
    assertThat(read.headers().toArray())
        .extracting(header -> header.key())
        .containsExactly("ce_id", "null", "ce_id");
    assertThat(read.headers().lastHeader("ce_id").value()).containsExactly(9);
    assertThat(read.headers().lastHeader("null").value()).isNull();
  }

  @Test
  void tellsNullFromEmpty() throws IOException {
    ConsumerRecord<byte[], byte[]> nulls = copy(kafkaRecord(null, null));
    ConsumerRecord<byte[], byte[]> empties = copy(kafkaRecord(new byte[0], new byte[0]));

    assertThat(nulls.key()).isNull();
    assertThat(nulls.value()).isNull();
    assertThat(empties.key()).isEmpty();
    assertThat(empties.value()).isEmpty();
  }

  @Test
  void canBeReadFromASavepointOfTheSameVersion() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

    TypeSerializerSnapshot<ConsumerRecord<byte[], byte[]>> restored =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer
                .snapshotConfiguration()
                .resolveSchemaCompatibility(restored)
                .isCompatibleAsIs())
        .isTrue();
  }

  private ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(kafkaRecord, out);
    DataOutputSerializer again = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), again);

    return serializer.deserialize(new DataInputDeserializer(again.getCopyOfBuffer()));
  }

  private static ConsumerRecord<byte[], byte[]> kafkaRecord(byte[] key, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("ce_id", new byte[] {8}).add("null", null).add("ce_id", new byte[] {9});

    return new ConsumerRecord<>(
        "trips",
        3,
        41,
        1234,
        TimestampType.LOG_APPEND_TIME,
        key == null ? -1 : key.length,
        value == null ? -1 : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static <T> Collector<T> into(List<T> collected) {
    return new Collector<>() {
      @Override
      public void collect(T element) {
        collected.add(element);
      }

      @Override
      public void close() {}
    };
  }
}
