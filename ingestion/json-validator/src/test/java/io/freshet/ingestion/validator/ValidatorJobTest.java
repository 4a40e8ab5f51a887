package io.freshet.ingestion.validator;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.ingestion.validator.raw.RawRecord;
import io.freshet.ingestion.validator.raw.RawRecordReader;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class ValidatorJobTest {
  private static final String KAFKA = "127.0.0.1:1";

  /**
   * State is found again by these: under others a savepoint's would be left behind. All of it is
   * positions and transactions, which Flink's connector for Kafka writes and reads.
   */
  @Test
  void keepsTheIdsThatSavepointsKnow() {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(
            new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

    new ValidatorJob(source(), sink()).define(environment, Duration.ofSeconds(10));

    assertThat(environment.getStreamGraph(false).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder("read-raw-json", "send-events", "Sink Committer: send-events");
  }

  private static KafkaSource<RawRecord> source() {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(KAFKA)
        .setTopics("raw_json")
        .setGroupId("test")
        .setDeserializer(new RawRecordReader())
        .build();
  }

  private static KafkaSink<RawRecord> sink() {
    return KafkaSink.<RawRecord>builder()
        .setBootstrapServers(KAFKA)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix("test")
        .setRecordSerializer(
            (raw, sink, timestamp) -> new ProducerRecord<>("views", new byte[] {1}))
        .build();
  }
}
