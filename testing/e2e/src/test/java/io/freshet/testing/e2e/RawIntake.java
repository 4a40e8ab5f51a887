package io.freshet.testing.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.local.FlinkApplication;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A JSON validator with a raw topic of its own, for a pool's contracts, and who sends to it. */
final class RawIntake implements AutoCloseable {
  private static final int SLOTS = 1;
  private static final int MEGABYTES = 768;

  private final EmbeddedPlatform platform;
  private final String topic;
  private final FlinkApplication validator;
  private final KafkaProducer<byte[], byte[]> producer;

  RawIntake(EmbeddedPlatform platform, WriterPool pool) {
    this.platform = platform;
    this.topic = platform.uniqueName("raw_json");
    this.validator =
        new FlinkApplication(
            platform.uniqueName("validator").replace('_', '-'),
            "ingestion/json-validator",
            "io.freshet.ingestion.validator.ValidatorApplication",
            List.of(
                "--profile=" + platform.profile().toAbsolutePath(),
                "--contracts.path=" + pool.contractsFolder(),
                "--validator.topic=" + topic,
                "--validator.checkpoint-interval=1s"),
            SLOTS,
            MEGABYTES);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", pool.streams().kafka().bootstrap(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  String topic() {
    return topic;
  }

  void start() {
    platform.start(validator);
  }

  /** With the contracts as they are by now. */
  void restart() {
    platform.platform().stop(validator);
    platform.start(validator);
  }

  void killTaskManager() {
    platform.kill(validator.taskManager());
  }

  /** An event in CloudEvents' JSON format, or what should be one. */
  Future<RecordMetadata> send(String event) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));

    return producer.send(
        new ProducerRecord<>(topic, null, null, null, event.getBytes(UTF_8), headers));
  }

  @Override
  public void close() {
    producer.close();
    platform.heal();
    platform.platform().retire(validator);
  }
}
