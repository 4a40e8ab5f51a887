package io.freshet.assurance.log;

import io.freshet.core.envelope.batch.ReceivedTime;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The log as Kafka holds it. Reading may take as long as it goes on; once nothing has come for
 * {@link #ANSWER_WITHIN}, it fails.
 */
final class KafkaLog implements Log {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(500);

  private final String bootstrap;
  private final Admin admin;
  private final Consumer<byte[], byte[]> consumer;
  private final LongSupplier nanoTime;

  KafkaLog(
      String bootstrap, Admin admin, Consumer<byte[], byte[]> consumer, LongSupplier nanoTime) {
    this.bootstrap = bootstrap;
    this.admin = admin;
    this.consumer = consumer;
    this.nanoTime = nanoTime;
  }

  static KafkaLog open(KafkaSettings kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.clientConfig());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "20000");
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(8 << 20));
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "freshet-assurance");
    try {
      // The consumer first: it refuses an address that can't be resolved, and holds nothing then.
      Consumer<byte[], byte[]> consumer =
          new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());

      return new KafkaLog(
          kafka.bootstrap(), Admin.create(kafka.clientConfig()), consumer, System::nanoTime);
    } catch (KafkaException e) {
      throw KafkaFaults.failure(at(kafka.bootstrap(), "open the log"), e);
    }
  }

  @Override
  public Optional<Topic> topic(String name) {
    String task = "look up topic " + name;
    Optional<TopicDescription> description = describe(name, task);
    if (description.isEmpty()) {
      return Optional.empty();
    }
    List<TopicPartition> partitions =
        description.get().partitions().stream()
            .map(partition -> new TopicPartition(name, partition.partition()))
            .toList();
    LogSource source =
        new LogSource(
            answer(task, admin.describeCluster().clusterId()),
            name,
            description.get().topicId().toString());

    return Optional.of(
        asking(
            task,
            () ->
                new Topic(
                    source,
                    byPartition(consumer.beginningOffsets(partitions, ANSWER_WITHIN)),
                    byPartition(consumer.endOffsets(partitions, ANSWER_WITHIN)))));
  }

  private static Map<Integer, Long> byPartition(Map<TopicPartition, Long> offsets) {
    return offsets.entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
  }

  private Optional<TopicDescription> describe(String name, String task) {
    try {
      return Optional.of(
          answer(task, admin.describeTopics(List.of(name)).allTopicNames()).get(name));
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Map<Integer, Long> positions(String group, Topic topic) {
    String name = topic.source().topic();
    Map<Integer, Long> positions = new HashMap<>();
    answer(
            "learn how far group %s has read".formatted(group),
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, told) -> {
              // A group may have said nothing of a partition, and then nothing is told.
              if (partition.topic().equals(name) && told != null) {
                positions.put(partition.partition(), told.offset());
              }
            });

    return positions;
  }

  @Override
  public void read(
      Topic topic,
      Map<Integer, Long> from,
      java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
    Map<TopicPartition, Long> positions = behind(topic, from);
    String task = "read topic " + topic.source().topic();
    asking(
        task,
        () -> {
          consumer.assign(positions.keySet());
          positions.forEach(consumer::seek);
          Progress progress = new Progress(task);
          while (!positions.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> kafkaRecord : consumer.poll(POLL)) {
              if (kafkaRecord.offset() < topic.ends().get(kafkaRecord.partition())) {
                visitor.accept(kafkaRecord);
              }
            }
            progress.check(advance(positions, topic), positions);
            consumer.assign(positions.keySet());
          }

          return null;
        });
  }

  /**
   * Brings the positions up to where the consumer stands, and drops those at their end.
   *
   * @return whether any has moved
   */
  private boolean advance(Map<TopicPartition, Long> positions, Topic topic) {
    boolean moved = false;
    for (TopicPartition partition : List.copyOf(positions.keySet())) {
      long position = consumer.position(partition, ANSWER_WITHIN);
      moved |= position > positions.put(partition, position);
      if (position >= topic.ends().get(partition.partition())) {
        positions.remove(partition);
      }
    }

    return moved;
  }

  @Override
  public Optional<Instant> oldestBehind(Topic topic, Map<Integer, Long> positions) {
    return behind(topic, positions).entrySet().stream()
        .map(entry -> firstAt(entry.getKey(), entry.getValue(), topic))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  @Override
  public Map<Integer, Long> offsetsAt(Topic topic, Instant time) {
    String name = topic.source().topic();
    Map<TopicPartition, Long> asked =
        topic.ends().keySet().stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(name, partition),
                    partition -> Math.max(0, time.toEpochMilli())));
    Map<Integer, Long> offsets = new HashMap<>(topic.ends());
    asking(
            "learn which records of topic %s were received since %s".formatted(name, time),
            () -> consumer.offsetsForTimes(asked, ANSWER_WITHIN))
        .forEach(
            (partition, found) -> {
              if (found != null) { // or nothing was received since
                offsets.merge(partition.partition(), found.offset(), Math::min);
              }
            });

    return offsets;
  }

  /** Where to read on, per partition that holds anything there. */
  private static Map<TopicPartition, Long> behind(Topic topic, Map<Integer, Long> positions) {
    Map<TopicPartition, Long> open = new HashMap<>();
    topic
        .ends()
        .forEach(
            (partition, end) -> {
              long position =
                  Math.max(positions.getOrDefault(partition, 0L), topic.begins().get(partition));
              if (position < end) {
                open.put(new TopicPartition(topic.source().topic(), partition), position);
              }
            });

    return open;
  }

  private Optional<Instant> firstAt(TopicPartition partition, long position, Topic topic) {
    String task = "read partition " + partition;
    Map<TopicPartition, Long> open = new HashMap<>(Map.of(partition, position));

    return asking(
        task,
        () -> {
          consumer.assign(open.keySet());
          consumer.seek(partition, position);
          Progress progress = new Progress(task);
          while (!open.isEmpty()) {
            for (ConsumerRecord<byte[], byte[]> kafkaRecord : consumer.poll(POLL)) {
              return Optional.of(Instant.ofEpochMilli(ReceivedTime.millis(kafkaRecord)));
            }
            progress.check(advance(open, topic), open);
          }

          return Optional.empty();
        });
  }

  /** Ends a reading that gets nowhere: a consumer polls a dead broker for ever. */
  private final class Progress {
    private final String task;
    private long last = nanoTime.getAsLong();

    Progress(String task) {
      this.task = task;
    }

    void check(boolean moved, Map<TopicPartition, Long> positions) {
      long now = nanoTime.getAsLong();
      if (moved) {
        last = now;
      } else if (!positions.isEmpty() && now - last > ANSWER_WITHIN.toNanos()) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Cannot %s: Kafka at %s has brought nothing for %d s and stands at %s; ./freshet status shows it"
                .formatted(task, bootstrap, ANSWER_WITHIN.toSeconds(), positions));
      }
    }
  }

  private <T> T asking(String task, Supplier<T> question) {
    try {
      return question.get();
    } catch (KafkaException e) {
      throw KafkaFaults.failure(at(bootstrap, task), e);
    }
  }

  private <T> T answer(String task, KafkaFuture<T> asked) {
    return KafkaFaults.answer(asked, ANSWER_WITHIN, at(bootstrap, task));
  }

  private static String at(String bootstrap, String task) {
    return "%s in Kafka at %s".formatted(task, bootstrap);
  }

  @Override
  public void close() {
    try (admin) {
      consumer.close();
    }
  }
}
