package io.freshet.ingestion.writer.source;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands Kafka's records on as they are: decoding belongs to the sink, which can refuse them. */
public final class UndecodedRecords
    implements KafkaRecordDeserializationSchema<ConsumerRecord<byte[], byte[]>> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> kafkaRecord,
      Collector<ConsumerRecord<byte[], byte[]>> collector) {
    collector.collect(kafkaRecord);
  }

  @Override
  public TypeInformation<ConsumerRecord<byte[], byte[]>> getProducedType() {
    return new KafkaRecordTypeInfo();
  }
}
