package io.freshet.ingestion.writer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.source.LedgerOffsets;
import io.freshet.ingestion.writer.table.TableFit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Finds out, before the job starts, where each table of a pool stands in its log: numbers the
 * topics in the tables' ledgers and reads the positions to start from.
 */
final class StreamPools {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final Catalog catalog;
  private final Admin admin;

  StreamPools(Catalog catalog, Admin admin) {
    this.catalog = catalog;
    this.admin = admin;
  }

  /**
   * A table and its log.
   *
   * @param ends the next offset that the table lacks, for each partition that it has read
   * @param beginnings where each partition of the log begins
   */
  record TableEnds(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> beginnings) {
    /** What retention has deleted and the table does not hold, in words. */
    List<String> lost() {
      List<String> lost = new ArrayList<>();
      ends.forEach(
          (partition, end) ->
              LedgerOffsets.lost(partition, end, beginnings.getOrDefault(partition, 0L))
                  .ifPresent(lost::add));

      return lost;
    }
  }

  /**
   * The topic of a contract.
   *
   * @throws FreshetException when there is none
   */
  LogSource source(Contract contract) {
    return logSource(Streams.topic(contract));
  }

  /** The topic's number in the dead letters' ledger, which it has from now on. */
  int numberInDeadLetters(LogSource source, Contract deadLetters) {
    return TableProvisioner.numberSource(table(deadLetters), source).numberOf(source).orElseThrow();
  }

  /** The table of a contract, with what it says now. */
  Table table(Contract contract) {
    return LakeCatalog.require(catalog, TableLayout.name(contract));
  }

  /**
   * Where a table ends in the topic, which has a number in its ledger from now on.
   *
   * @param contract that it is written by
   * @throws RuntimeException of one table, as {@code LakeFailures} tells, when it can't be written
   *     to
   */
  TableEnds ends(Table table, Contract contract, LogSource source) {
    TableFit.require(contract, table);
    Map<TopicPartition, Long> ends = new HashMap<>();
    TableProvisioner.numberSource(table, source)
        .positionsOf(source)
        .forEach((partition, end) -> ends.put(new TopicPartition(source.topic(), partition), end));

    return new TableEnds(ends, beginnings(source.topic()));
  }

  /**
   * Lets a table that has read nothing yet begin with what comes from now on. Its ledger says so
   * from now on, so that a later start passes over nothing. Of a topic that was made anew, or has
   * moved, nothing may be passed over: the table has read the one before.
   */
  void beginAtEnd(Table table, LogSource source) {
    if (!Ledger.of(table.properties()).entries().isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    describe(source.topic())
        .partitions()
        .forEach(
            partition ->
                asked.put(
                    new TopicPartition(source.topic(), partition.partition()),
                    OffsetSpec.latest()));
    Map<Integer, Long> ends = new HashMap<>();
    // Not behind transactions that are open: what they bring is read.
    answer(
            admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all(),
            source.topic())
        .forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
    TableProvisioner.beginAt(table, source, ends);
  }

  /** All topics that there are. */
  Set<String> topics() {
    return KafkaFaults.answer(admin.listTopics().names(), ANSWER_WITHIN, "list topics");
  }

  /** The first offset that retention has left, per partition. */
  Map<TopicPartition, Long> beginnings(String topic) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    describe(topic)
        .partitions()
        .forEach(
            partition ->
                asked.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest()));
    Map<TopicPartition, Long> beginnings = new HashMap<>();
    answer(admin.listOffsets(asked).all(), topic)
        .forEach((partition, beginning) -> beginnings.put(partition, beginning.offset()));

    return beginnings;
  }

  private LogSource logSource(String topic) {
    String cluster = answer(admin.describeCluster().clusterId(), topic);

    return new LogSource(cluster, topic, describe(topic).topicId().toString());
  }

  private TopicDescription describe(String topic) {
    return answer(admin.describeTopics(List.of(topic)).allTopicNames(), topic).get(topic);
  }

  private static <T> T answer(KafkaFuture<T> future, String topic) {
    try {
      return KafkaFaults.answer(future, ANSWER_WITHIN, "look up topic " + topic);
    } catch (FreshetException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new FreshetException(
            Fault.CALLER,
            "Topic %s does not exist; run: freshet contract apply".formatted(topic),
            e.getCause());
      }
      throw e;
    }
  }
}
