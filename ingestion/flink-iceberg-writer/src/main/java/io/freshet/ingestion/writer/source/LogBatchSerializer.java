package io.freshet.ingestion.writer.source;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Writes a Kafka record with its position, timestamp, key, value and headers. */
final class KafkaRecordSerializer extends TypeSerializer<ConsumerRecord<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final int NULL = -1;

  @Override
  public void serialize(ConsumerRecord<byte[], byte[]> kafkaRecord, DataOutputView target)
      throws IOException {
    target.writeUTF(kafkaRecord.topic());
    target.writeInt(kafkaRecord.partition());
    target.writeLong(kafkaRecord.offset());
    target.writeLong(kafkaRecord.timestamp());
    target.writeByte(kafkaRecord.timestampType().id);
    writeBytes(kafkaRecord.key(), target);
    writeBytes(kafkaRecord.value(), target);
    Header[] headers = kafkaRecord.headers().toArray();
    target.writeInt(headers.length);
    for (Header header : headers) {
      target.writeUTF(header.key());
      writeBytes(header.value(), target);
    }
  }

  @Override
  public ConsumerRecord<byte[], byte[]> deserialize(DataInputView source) throws IOException {
    String topic = source.readUTF();
    int partition = source.readInt();
    long offset = source.readLong();
    long timestamp = source.readLong();
    TimestampType timestampType = timestampType(source.readByte());
    byte[] key = readBytes(source);
    byte[] value = readBytes(source);
    Headers headers = new RecordHeaders();
    for (int remaining = source.readInt(); remaining > 0; remaining--) {
      headers.add(new RecordHeader(source.readUTF(), readBytes(source)));
    }

    return new ConsumerRecord<>(
        topic,
        partition,
        offset,
        timestamp,
        timestampType,
        key == null ? NULL : key.length,
        value == null ? NULL : value.length,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static TimestampType timestampType(byte id) {
    for (TimestampType type : TimestampType.values()) {
      if (type.id == id) {
        return type;
      }
    }
    throw new IllegalStateException("Kafka has no timestamp type " + id);
  }

  private static void writeBytes(byte[] bytes, DataOutputView target) throws IOException {
    if (bytes == null) {
      target.writeInt(NULL);
      return;
    }
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  private static byte[] readBytes(DataInputView source) throws IOException {
    int length = source.readInt();
    if (length == NULL) {
      return null;
    }
    byte[] bytes = new byte[length];
    source.readFully(bytes);

    return bytes;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<ConsumerRecord<byte[], byte[]>> duplicate() {
    return this;
  }

  @Override
  public ConsumerRecord<byte[], byte[]> createInstance() {
    return new ConsumerRecord<>("", 0, 0, null, null);
  }

  @Override
  public ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> from) {
    return from;
  }

  @Override
  public ConsumerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> from, ConsumerRecord<byte[], byte[]> reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public ConsumerRecord<byte[], byte[]> deserialize(
      ConsumerRecord<byte[], byte[]> reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaRecordSerializer;
  }

  @Override
  public int hashCode() {
    return KafkaRecordSerializer.class.hashCode();
  }

  @Override
  public TypeSerializerSnapshot<ConsumerRecord<byte[], byte[]>> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version of the serialized form, as Flink keeps it in savepoints. */
  public static final class Snapshot
      extends SimpleTypeSerializerSnapshot<ConsumerRecord<byte[], byte[]>> {
    public Snapshot() {
      super(KafkaRecordSerializer::new);
    }
  }
}
