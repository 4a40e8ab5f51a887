package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.RefusedAt;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads from the stream {@code redrives} which dead letters were sent again. */
public final class RedriveLog {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Longer than any transaction of a redrive that has died stays open. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Contract redrives;
  private final KafkaSettings kafka;
  private final SchemaRegistry registry;

  /**
   * @param redrives the platform's contract of that name
   */
  public RedriveLog(Contract redrives, KafkaSettings kafka, SchemaRegistry registry) {
    this.redrives = redrives;
    this.kafka = kafka;
    this.registry = registry;
  }

  /** What is noted for certain now. Redrives that go on meanwhile are not waited for. */
  public RedrivenRecords read() {
    return read(IsolationLevel.READ_COMMITTED);
  }

  /**
   * All that is noted, to the last record. Where transactions of other contracts' redrives are open
   * it waits for them: behind their first record nothing can be read, committed or not.
   */
  RedrivenRecords readToTheLast() {
    return read(IsolationLevel.READ_UNCOMMITTED);
  }

  private RedrivenRecords read(IsolationLevel end) {
    Map<TopicPartition, Long> ends = ends(end);
    RedrivenRecords redriven = new RedrivenRecords();
    EventDecoder decoder = new EventDecoder(redrives, registry);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      long lastMoved = System.nanoTime();
      Map<TopicPartition, Long> positions = new HashMap<>();
      while (ends.entrySet().stream()
          .anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
        for (ConsumerRecord<byte[], byte[]> note : consumer.poll(POLL)) {
          redriven.add(refusedAt(decoder.decode(note)));
        }
        if (hasMoved(consumer, positions)) {
          lastMoved = System.nanoTime();
        } else if (System.nanoTime() - lastMoved > PATIENCE.toNanos()) {
          throw standstill();
        }
      }

      return redriven;
    } catch (KafkaException e) {
      throw KafkaFaults.failure(doing(), e);
    }
  }

  private static boolean hasMoved(
      KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> positions) {
    boolean moved = false;
    for (TopicPartition partition : consumer.assignment()) {
      Long now = consumer.position(partition);
      moved |= !now.equals(positions.put(partition, now));
    }

    return moved;
  }

  private FreshetException standstill() {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Cannot %s to its end: nothing has come for %s, as while a transaction is open; try again"
            .formatted(doing(), Durations.print(PATIENCE)));
  }

  private static RefusedAt refusedAt(Decoded note) {
    if (!(note instanceof Decoded.Event event)) {
      throw new FreshetException(
          Fault.OURS,
          "A note of a redrive can't be read: %s; nothing is sent while it is not known what was"
              .formatted(note instanceof Decoded.Refused refused ? refused.detail() : note));
    }
    GenericRecord payload = event.payload();

    return new RefusedAt(
        EventFields.text(payload, Notes.TOPIC_ID),
        EventFields.integer(payload, Notes.ORIGIN_PARTITION),
        EventFields.longValue(payload, Notes.ORIGIN_OFFSET));
  }

  private Map<TopicPartition, Long> ends(IsolationLevel level) {
    String topic = Streams.topic(redrives);
    try (Admin admin = KafkaClients.admin(kafka)) {
      TopicDescription description =
          KafkaFaults.answer(
              admin.describeTopics(List.of(topic)).topicNameValues().get(topic),
              ANSWER_WITHIN,
              doing());
      Map<TopicPartition, OffsetSpec> asked =
          description.partitions().stream()
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      partition -> OffsetSpec.latest()));
      Map<TopicPartition, Long> ends = new HashMap<>();
      KafkaFaults.answer(
              admin.listOffsets(asked, new ListOffsetsOptions(level)).all(), ANSWER_WITHIN, doing())
          .forEach((partition, end) -> ends.put(partition, end.offset()));

      return ends;
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new FreshetException(
            Fault.CALLER,
            "Topic %s does not exist; run: freshet contract apply".formatted(topic),
            e);
      }
      throw e;
    }
  }

  private String doing() {
    return "read topic " + Streams.topic(redrives);
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(kafka.readingConfig());
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");

    return config;
  }
}
