package io.freshet.ingestion.gateway.standby;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what went to the standby cluster back to the streams' own, each record once, as soon as
 * they take it. Gateways share the partitions among them. How far it has come stands with the
 * records on the streams' own cluster; what is back is deleted from the standby.
 */
final class StandbyReturn implements AutoCloseable {
  static final String GROUP = "freshet-standby-return";

  private static final Logger LOG = LoggerFactory.getLogger(StandbyReturn.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(500);

  private final KafkaSettings own;
  private final Map<String, Contract> contracts;
  private final Backlog backlog;
  private final Admin ownAdmin;
  private final Admin standbyAdmin;
  private final Consumer<byte[], byte[]> standby;
  private final ReturnLog log;
  private final ReturnLanes lanes;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "standby-return");
  private Map<String, String> topicIds = Map.of();
  private boolean isFailing;

  private StandbyReturn(
      KafkaSettings own,
      KafkaSettings standby,
      Collection<Contract> contracts,
      Backlog backlog,
      ReturnLog log) {
    this.own = own;
    this.backlog = backlog;
    this.log = log;
    this.lanes = new ReturnLanes(log, System::nanoTime);
    this.contracts = contracts.stream().collect(Collectors.toMap(Contract::name, each -> each));
    this.ownAdmin = Admin.create(own.clientConfig());
    this.standbyAdmin = Admin.create(standby.clientConfig());
    Map<String, Object> config = new HashMap<>(standby.readingConfig());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    // Where to begin is known; to be sent elsewhere means that records are gone.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.standby =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * @param contracts whose streams have a standby
   * @param backlog is told how much waits
   */
  static StandbyReturn start(
      KafkaSettings own,
      KafkaSettings standby,
      Collection<Contract> contracts,
      Backlog backlog,
      ReturnLog log) {
    StandbyReturn started = new StandbyReturn(own, standby, contracts, backlog, log);
    started.thread.start();

    return started;
  }

  private void run() {
    try {
      standby.subscribe(contracts.keySet(), new Handover());
      while (closing.getCount() > 0) {
        turn();
      }
    } finally {
      lanes.closeAll();
      standby.close();
      ownAdmin.close(Duration.ZERO);
      standbyAdmin.close(Duration.ZERO);
    }
  }

  private void turn() {
    try {
      long version = backlog.version();
      long waiting = look();
      backlog.found(waiting, version);
      ConsumerRecords<byte[], byte[]> records = standby.poll(POLL);
      lanes.bring(records);
      if (isFailing) {
        LOG.info("Records come back from the standby cluster again");
        isFailing = false;
      }
      if (records.isEmpty()) {
        pause();
      }
    } catch (FreshetException | KafkaException e) {
      if (closing.getCount() == 0) {
        return; // Woken up.
      }
      if (!isFailing) {
        LOG.warn("Records wait on the standby cluster reason={}", e.getMessage());
      }
      isFailing = true;
      lanes.closeAll();
      pause();
    } catch (RuntimeException bug) { // of the outermost loop: else nothing more would come back
      log.failed(bug);
      // Whoever goes on begins where the streams' own cluster says, and skips nothing.
      lanes.closeAll();
      pause();
    }
  }

  /** Opens lanes where something waits, and closes others; returns how much waits. */
  private long look() {
    // Joins the group first.
    if (standby.assignment().isEmpty()) {
      ConsumerRecords<byte[], byte[]> none = standby.poll(POLL);
      if (!none.isEmpty()) {
        throw new IllegalStateException("Records of partitions without a lane");
      }
    }
    topicIds = topicIds();
    Standing standing = standing(partitions());
    for (TopicPartition partition : standing.ends().keySet()) {
      if (standby.assignment().contains(partition)) {
        tend(partition, standing.left(partition));
      }
    }
    delete(standing.spent());

    return standing.waiting();
  }

  private Standing standing(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> returned = returned();

    return new Standing(
        returned,
        standby.beginningOffsets(partitions, ANSWER_WITHIN),
        standby.endOffsets(partitions, ANSWER_WITHIN));
  }

  private Map<String, String> topicIds() {
    Map<String, String> ids = new HashMap<>();
    KafkaFaults.answer(
            standbyAdmin.describeTopics(contracts.keySet()).allTopicNames(),
            ANSWER_WITHIN,
            "describe the topics of the standby cluster")
        .forEach((topic, description) -> ids.put(topic, description.topicId().toString()));

    return ids;
  }

  private Set<TopicPartition> partitions() {
    Set<TopicPartition> all = new HashSet<>();
    for (String topic : contracts.keySet()) {
      for (PartitionInfo info : standby.partitionsFor(topic, ANSWER_WITHIN)) {
        all.add(new TopicPartition(topic, info.partition()));
      }
    }

    return all;
  }

  /** Up to where the streams' own cluster has records of these very topics. */
  private Map<TopicPartition, Long> returned() {
    Map<TopicPartition, Long> positions = new HashMap<>();
    KafkaFaults.answer(
            ownAdmin
                .listConsumerGroupOffsets(
                    GROUP, new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(),
            ANSWER_WITHIN,
            "read how far records of the standby cluster have come back")
        .forEach(
            (partition, offset) -> {
              // A topic that was made anew begins anew.
              if (offset != null && offset.metadata().equals(topicIds.get(partition.topic()))) {
                positions.put(partition, offset.offset());
              }
            });

    return positions;
  }

  private void tend(TopicPartition partition, long left) {
    if (left == 0) {
      lanes.close(Set.of(partition));
      standby.pause(Set.of(partition));
    } else if (lanes.rests(partition)) {
      standby.pause(Set.of(partition));
    } else if (!lanes.has(partition)) {
      ReturnLane lane =
          ReturnLane.open(
              partition,
              new ReturnLane.Notes(GROUP, topicIds.get(partition.topic())),
              own,
              contracts.get(partition.topic()).requireStream().maxMessageBytes());
      lanes.add(partition, lane);
      begin(partition);
      standby.resume(Set.of(partition));
    }
  }

  /** Only now that nobody else brings any back is it certain from where on. */
  private void begin(TopicPartition partition) {
    Standing standing = standing(Set.of(partition));
    if (standing.lost(partition) > 0) {
      log.lost(partition, standing.lost(partition));
    }
    standby.seek(partition, standing.position(partition));
  }

  /** What is back need not be known for ever, as positions are forgotten some day. */
  private void delete(Map<TopicPartition, Long> spent) {
    Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
    spent.forEach(
        (partition, position) -> records.put(partition, RecordsToDelete.beforeOffset(position)));
    if (!records.isEmpty()) {
      KafkaFaults.answer(
          standbyAdmin.deleteRecords(records).all(),
          ANSWER_WITHIN,
          "delete records of the standby cluster that are back");
    }
  }

  private void pause() {
    try {
      boolean unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  /** Another gateway goes on with a partition, or this one does. */
  private final class Handover implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      // No record before it is known from where on, and somebody waits for it.
      standby.pause(assigned);
      assigned.forEach(partition -> standby.seek(partition, 0));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      lanes.close(revoked);
    }
  }

  /** Ends after the transaction that is under way. */
  @Override
  public void close() {
    closing.countDown();
    standby.wakeup();
    try {
      thread.join(ANSWER_WITHIN.multipliedBy(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
