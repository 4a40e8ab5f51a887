package io.freshet.bench.floor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Settings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends records of pings that lie in memory ready to be sent, with the gateway's own settings. */
final class ProduceFloor {
  private static final int RECORDS = 6400;
  private static final int PARTITIONS = 4;
  private static final int DASHERS = 2000;
  private static final int BATCH_BYTES = 128 * 1024;

  private final Contract contract;
  private final KafkaSettings kafka;
  private final List<ProducerRecord<byte[], byte[]>> records;

  ProduceFloor(Settings settings, Contract contract) {
    this.contract = contract;
    this.kafka = KafkaSettings.from(settings);
    this.records = records(contract, new HttpSchemaRegistry(RegistrySettings.from(settings)));
  }

  /** Once more per pass: the first finds a cold JVM. */
  List<ObjectNode> run(long events, int passes) {
    List<ObjectNode> results = new ArrayList<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config(), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int pass = 0; pass < passes; pass++) {
        results.add(pass(producer, events));
      }
    }

    return results;
  }

  private ObjectNode pass(Producer<byte[], byte[]> producer, long events) {
    LongAdder acknowledged = new LongAdder();
    Effort.Meter meter = Effort.start();
    for (long i = 0; i < events; i++) {
      ProducerRecord<byte[], byte[]> ready = records.get((int) (i % records.size()));
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  ready.topic(), ready.partition(), ready.key(), ready.value(), ready.headers()),
              (position, failure) -> {
                if (failure == null) {
                  acknowledged.increment();
                }
              });
    }
    producer.flush();
    Effort effort = meter.read();

    return JsonNodeFactory.instance
        .objectNode()
        .put("operations", acknowledged.sum())
        .put("cpu_seconds", effort.cpuSeconds())
        .put("wall_seconds", effort.seconds());
  }

  private Map<String, Object> config() {
    boolean isDurable =
        contract.requireStream().intake().acknowledgement() == Acknowledgement.DURABLE;

    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        kafka.bootstrap(),
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.BATCH_SIZE_CONFIG,
        BATCH_BYTES,
        ProducerConfig.ACKS_CONFIG,
        isDurable ? "all" : "1",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        isDurable,
        ProducerConfig.LINGER_MS_CONFIG,
        isDurable ? 5 : 20,
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        isDurable ? 5 : 1);
  }

  private static List<ProducerRecord<byte[], byte[]>> records(
      Contract contract, HttpSchemaRegistry registry) {
    EventEncoder encoder =
        EventEncoder.of(contract, registry, EventEncoder.Origin.of("/bench"), PARTITIONS);
    PayloadBuilder payload = new PayloadBuilder(contract);
    Random random = new Random(1);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(
          encoder.encode(
              Long.toHexString(random.nextLong()),
              payload
                  .set("market", "san_francisco")
                  .set("dasher_id", random.nextInt(DASHERS))
                  .set("order_id", random.nextInt(1_000_000))
                  .set("latitude", BigDecimal.valueOf(37_700_000 + random.nextInt(100_000), 6))
                  .set("longitude", BigDecimal.valueOf(-122_400_000 - random.nextInt(100_000), 6))
                  .set("event_time", Instant.now())
                  .set("accuracy_meters", random.nextInt(50))
                  .build()));
    }

    return records;
  }
}
