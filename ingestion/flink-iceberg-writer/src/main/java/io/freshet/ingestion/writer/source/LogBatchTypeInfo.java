package io.freshet.ingestion.writer.source;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Lets Kafka's own record travel between source and sink. Both are chained and objects are reused,
 * so nothing is copied; the serializer matters only where Flink breaks the chain.
 */
public final class KafkaRecordTypeInfo extends TypeInformation<ConsumerRecord<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  @SuppressWarnings("unchecked") // a class literal can't carry the type arguments
  public Class<ConsumerRecord<byte[], byte[]>> getTypeClass() {
    return (Class<ConsumerRecord<byte[], byte[]>>) (Class<?>) ConsumerRecord.class;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<ConsumerRecord<byte[], byte[]>> createSerializer(SerializerConfig config) {
    return new KafkaRecordSerializer();
  }

  @Override
  public String toString() {
    return "KafkaRecord";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KafkaRecordTypeInfo;
  }

  @Override
  public int hashCode() {
    return KafkaRecordTypeInfo.class.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof KafkaRecordTypeInfo;
  }
}
