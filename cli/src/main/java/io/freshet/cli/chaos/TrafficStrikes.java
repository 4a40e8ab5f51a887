package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.ScheduledFault;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends what senders should not, or more of it than they should. */
final class TrafficStrikes implements Striker {
  private static final String STREAM = "dasher_pings";
  private static final int SOME = 20;
  private static final int A_FLOOD = 20_000;
  private static final int LARGE_BYTES = 900 * 1024;
  private static final int SCHEMA_BYTES = 5;
  private static final double RATE = 300;
  private static final Duration A_MOMENT = Duration.ofSeconds(2);
  private static final Duration READING = Duration.ofSeconds(10);
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

  /** Above any that a registry has given away. */
  private static final int NO_SCHEMA = 2_000_000_000;

  private static final Map<String, Action> ACTIONS =
      Map.ofEntries(
          Map.entry(
              "poison-bytes",
              (here, random) -> here.poison(() -> bytes(random, 1 + random.nextInt(200)))),
          Map.entry(
              "poison-schema",
              (here, random) -> here.poison(() -> naming(NO_SCHEMA + random.nextInt(1000)))),
          Map.entry(
              "poison-empty",
              (here, random) -> here.poison(() -> random.nextBoolean() ? new byte[0] : null)),
          Map.entry("poison-cut-off", TrafficStrikes::cutOff),
          Map.entry(
              "oversized-records",
              (here, random) -> here.send(List.of(here.record(bytes(random, LARGE_BYTES))))),
          Map.entry(
              "clock-ahead",
              (here, random) -> here.simulate(random, Instant.now().plus(Duration.ofDays(2)))),
          Map.entry(
              "clock-behind",
              (here, random) -> here.simulate(random, Instant.now().minus(Duration.ofDays(1)))),
          Map.entry("hot-market", TrafficStrikes::flood),
          Map.entry("transaction-aborted", (here, random) -> here.transaction(random, true)),
          Map.entry("transaction-hanging", (here, random) -> here.transaction(random, false)));

  private final Workspace workspace;

  /** What is sent for one kind. */
  private interface Action {
    void send(TrafficStrikes here, Random random) throws Exception;
  }

  TrafficStrikes(ChaosPlatform platform) {
    this.workspace = platform.direct();
  }

  @Override
  public void strike(ScheduledFault fault) throws Exception {
    ACTIONS.get(fault.kind().name()).send(this, fault.random());
  }

  /** The kinds that are sent here. */
  static Set<String> kinds() {
    return ACTIONS.keySet();
  }

  private static byte[] naming(int schema) {
    return ByteBuffer.allocate(64).put((byte) 0).putInt(schema).array();
  }

  private interface Values {
    byte[] next();
  }

  private List<ProducerRecord<byte[], byte[]>> some(Values values) {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < SOME; i++) {
      records.add(record(values.next()));
    }

    return records;
  }

  private void poison(Values values) throws InterruptedException {
    send(some(values));
  }

  private ProducerRecord<byte[], byte[]> record(byte[] value) {
    return new ProducerRecord<>(topic(), value);
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);

    return bytes;
  }

  private String topic() {
    Contract contract = workspace.contracts().require(STREAM);

    return Streams.topic(contract);
  }

  /** Records as they are, but for the end of their payloads. */
  private void cutOff(Random random) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> sound : newest(random)) {
      if (sound.value() != null && sound.value().length > SCHEMA_BYTES + 1) {
        int length = SCHEMA_BYTES + random.nextInt(sound.value().length - SCHEMA_BYTES - 1);
        records.add(
            new ProducerRecord<>(
                topic(), null, sound.key(), Arrays.copyOf(sound.value(), length), sound.headers()));
      }
    }
    if (records.isEmpty()) {
      throw new CannotStrike("No event of " + STREAM + " is there to be cut off");
    }
    send(records.subList(0, Math.min(SOME, records.size())));
  }

  private void flood(Random random) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> newest = newest(random);
    if (newest.isEmpty()) {
      throw new CannotStrike("No event of " + STREAM + " is there to be sent again");
    }
    ConsumerRecord<byte[], byte[]> hot = newest.get(random.nextInt(newest.size()));
    ProducerRecord<byte[], byte[]> again =
        new ProducerRecord<>(topic(), hot.partition(), hot.key(), hot.value(), hot.headers());
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < A_FLOOD; i++) {
      records.add(again);
    }
    send(records);
  }

  /** Some of the last records of a partition of chance. */
  private List<ConsumerRecord<byte[], byte[]>> newest(Random random) {
    Map<String, Object> config = new HashMap<>(workspace.kafka().readingConfig());
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      int partitions = consumer.partitionsFor(topic()).size();
      TopicPartition one = new TopicPartition(topic(), random.nextInt(partitions));
      consumer.assign(List.of(one));
      long end = consumer.endOffsets(List.of(one)).get(one);
      consumer.seek(one, Math.max(0, end - 10L * SOME));

      return consumer.poll(READING).records(one);
    }
  }

  private void simulate(Random random, Instant start) {
    try (Simulator simulator = Simulator.connect(workspace.settings())) {
      Simulator.Simulated unused =
          simulator.simulate(
              MarketplaceSettings.of(random.nextLong(), RATE, start, A_MOMENT),
              Speed.MAX,
              progress -> {});
    }
  }

  /** What is sent and never committed must be nothing to anybody. */
  private void transaction(Random random, boolean isAborted) throws Exception {
    Map<String, Object> transactional =
        Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "chaos-%d".formatted(random.nextLong()),
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            (int) TRANSACTION_TIMEOUT.toMillis());
    KafkaProducer<byte[], byte[]> producer = producer(transactional);
    Duration patience = Duration.ZERO; // whoever is given none says nothing to the broker
    try {
      producer.initTransactions();
      producer.beginTransaction();
      deliver(producer, some(() -> bytes(random, 100)));
      if (isAborted) {
        producer.abortTransaction();
        patience = READING;
      }
    } finally {
      producer.close(patience);
    }
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      deliver(producer, records);
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.putAll(workspace.kafka().clientConfig());

    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void deliver(
      KafkaProducer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      sent.add(producer.send(record));
    }
    producer.flush();
    Optional<Throwable> refusal = Optional.empty();
    for (Future<RecordMetadata> each : sent) {
      try {
        RecordMetadata unused = each.get();
      } catch (ExecutionException e) {
        refusal = Optional.of(e.getCause());
      }
    }
    if (refusal.isPresent()) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Kafka did not take all of %d records: %s"
              .formatted(records.size(), refusal.get().getMessage()),
          refusal.get());
    }
  }
}
