package io.freshet.ingestion.validator.raw;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes records as they are; whether they can be events is decided where they are sent on. */
public final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(
      ConsumerRecord<byte[], byte[]> kafkaRecord, Collector<RawRecord> collector) {
    collector.collect(RawRecord.of(kafkaRecord));
  }

  @Override
  public TypeInformation<RawRecord> getProducedType() {
    return TypeInformation.of(RawRecord.class);
  }
}
