package io.freshet.core.envelope.consumer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Hands the events of some streams to a service: each at least once, in order within a partition,
 * and one at a time. An event that fails is tried again, with pauses that hold up its own partition
 * and no other; after the last attempt it is handed off to the stream of dead letters. Positions
 * are committed for what is done with. Memory is bounded: a partition with work waiting takes no
 * more.
 *
 * <p>{@link #run} and {@link #close} belong to one thread; {@link #stop} and {@link #metrics} may
 * be called by any.
 */
public final class StreamConsumer implements AutoCloseable {
  /** Begins what the envelopes of handed-off events name as their source; the group follows. */
  public static final String SOURCE = "/consumer/";

  private static final Duration POLL = Duration.ofMillis(500);
  // A tenth of the time after which Kafka takes a member that does not poll for dead.
  private static final Duration TURN = Duration.ofSeconds(30);
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> kafka;
  private final List<String> topics;
  private final HandOff handOff;
  private final EventDelivery delivery;
  private final Counters counters;
  private final InstantSource clock;
  private final Map<TopicPartition, PartitionLane> lanes = new LinkedHashMap<>();
  private Instant nextCommit = Instant.MIN;
  private volatile boolean stopping;

  StreamConsumer(
      Consumer<byte[], byte[]> kafka,
      Map<String, EventDecoder> decoders,
      EventHandler handler,
      HandOff handOff,
      ConsumerSettings settings,
      InstantSource clock) {
    this.kafka = kafka;
    this.topics = List.copyOf(decoders.keySet());
    this.handOff = handOff;
    this.counters = new Counters();
    this.delivery = new EventDelivery(decoders, handler, handOff, settings, counters, clock);
    this.clock = clock;
  }

  /**
   * Opens one; nothing is read before {@link #run}.
   *
   * @param contracts whose streams are read
   * @param deadLetters the platform's contract of that name
   */
  public static StreamConsumer open(
      Collection<Contract> contracts,
      Contract deadLetters,
      KafkaSettings kafka,
      SchemaRegistry registry,
      ConsumerSettings settings,
      EventHandler handler) {
    Map<String, EventDecoder> decoders = new LinkedHashMap<>();
    for (Contract contract : contracts) {
      contract.requireStream();
      decoders.put(Streams.topic(contract), new EventDecoder(contract, registry));
    }
    HandOff handOff =
        new HandOff(
            AwaitedProducer.open(deadLetters, kafka, registry, SOURCE + settings.group()),
            deadLetters,
            settings.group());
    Map<String, Object> config = new HashMap<>(kafka.readingConfig());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxRecords());

    return new StreamConsumer(
        KafkaClients.made(
            kafka,
            () ->
                new KafkaConsumer<>(
                    config, new ByteArrayDeserializer(), new ByteArrayDeserializer())),
        decoders,
        handler,
        handOff,
        settings,
        InstantSource.system());
  }

  /**
   * Reads and hands over until {@link #stop}; then commits what is done with and returns.
   *
   * @throws io.freshet.core.toolkit.FreshetException when Kafka refuses, or the thread is
   *     interrupted
   */
  public void run() {
    kafka.subscribe(topics, new Rebalances());
    try {
      while (!stopping) {
        take(kafka.poll(patience()));
        work();
        flow();
        if (!nextCommit.isAfter(clock.instant())) {
          commit(lanes);
          nextCommit = clock.instant().plus(COMMIT_EVERY);
        }
      }
    } catch (WakeupException e) {
      if (!stopping) {
        throw e;
      }
    } catch (KafkaException e) {
      throw KafkaFaults.failure("read " + String.join(", ", topics), e);
    }
    commitAtLast();
  }

  /** Lets {@link #run} return, after the event that is being handled. */
  public void stop() {
    stopping = true;
    kafka.wakeup();
  }

  public ConsumerMetrics metrics() {
    return counters.read();
  }

  /** Leaves the group, so that its other members take over at once. */
  @Override
  public void close() {
    kafka.close();
    handOff.close();
  }

  /** Until something may be done, or Kafka brings more. */
  private Duration patience() {
    Instant now = clock.instant();

    return lanes.values().stream()
        .filter(lane -> !lane.isEmpty())
        .map(lane -> lane.due().isAfter(now) ? Duration.between(now, lane.due()) : Duration.ZERO)
        .filter(wait -> wait.compareTo(POLL) < 0)
        .min(Duration::compareTo)
        .orElse(POLL);
  }

  private void take(ConsumerRecords<byte[], byte[]> taken) {
    for (TopicPartition partition : taken.partitions()) {
      lanes.computeIfAbsent(partition, key -> new PartitionLane()).add(taken.records(partition));
    }
  }

  private void work() {
    Instant end = clock.instant().plus(TURN);
    for (PartitionLane lane : lanes.values()) {
      while (!stopping && lane.isDue(clock.instant()) && clock.instant().isBefore(end)) {
        delivery.attempt(lane);
      }
    }
  }

  /** A partition takes more as soon as nothing of it waits. */
  private void flow() {
    List<TopicPartition> full =
        lanes.entrySet().stream()
            .filter(lane -> !lane.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    kafka.resume(kafka.paused().stream().filter(partition -> !full.contains(partition)).toList());
    kafka.pause(full);
    counters.waitingPartitions.set(full.size());
    counters.lag.set(
        kafka.assignment().stream()
            .mapToLong(partition -> kafka.currentLag(partition).orElse(0))
            .sum());
  }

  private void commit(Map<TopicPartition, PartitionLane> some) {
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    some.forEach(
        (partition, lane) ->
            lane.untold().ifPresent(offset -> done.put(partition, new OffsetAndMetadata(offset))));
    if (done.isEmpty()) {
      return;
    }
    try {
      kafka.commitSync(done);
      some.values().forEach(PartitionLane::told);
    } catch (CommitFailedException | RebalanceInProgressException e) {
      // Others have the partitions now, and do what was not committed once more.
      some.values().forEach(PartitionLane::told);
    }
  }

  private void commitAtLast() {
    try {
      commit(lanes);
    } catch (WakeupException e) {
      // That of stop, if no poll has met it.
      commit(lanes);
    }
  }

  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // Lanes come with their first records.
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      Map<TopicPartition, PartitionLane> gone = new HashMap<>(lanes);
      gone.keySet().retainAll(partitions);
      commit(gone);
      lanes.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      lanes.keySet().removeAll(partitions);
    }
  }
}
