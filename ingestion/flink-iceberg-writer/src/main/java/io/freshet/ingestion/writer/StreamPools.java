package io.freshet.ingestion.writer;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.writer.source.LedgerOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
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
   * One stream as its table's ledger knows it.
   *
   * @param source the number of the present topic
   * @param ends the next offset that the table lacks, for each partition that it has read
   * @param lost what retention has deleted and the table does not hold, in words
   */
  record StreamStand(
      int source, int deadLetterSource, Map<TopicPartition, Long> ends, List<String> lost) {}

  StreamStand stand(Contract contract, Contract deadLetters) {
    LogSource source = logSource(Streams.topic(contract));
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    Ledger ledger = TableProvisioner.numberSource(table, source);
    int number = ledger.numberOf(source).orElseThrow();
    Table deadLetterTable = LakeCatalog.require(catalog, TableLayout.name(deadLetters));
    int deadLetterNumber =
        TableProvisioner.numberSource(deadLetterTable, source).numberOf(source).orElseThrow();
    Map<TopicPartition, Long> ends = new HashMap<>();
    ledger
        .entries()
        .forEach(
            (position, entry) -> {
              if (position.source() == number) {
                ends.put(partition(source, position), entry.end());
              }
            });

    return new StreamStand(number, deadLetterNumber, ends, lost(source.topic(), ends));
  }

  private List<String> lost(String topic, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    ends.keySet().forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
    List<String> lost = new ArrayList<>();
    answer(admin.listOffsets(asked).all(), topic)
        .forEach(
            (partition, beginning) ->
                LedgerOffsets.lost(partition, ends.get(partition), beginning.offset())
                    .ifPresent(lost::add));

    return lost;
  }

  private static TopicPartition partition(LogSource source, Position position) {
    return new TopicPartition(source.topic(), position.partition());
  }

  private LogSource logSource(String topic) {
    String cluster = answer(admin.describeCluster().clusterId(), topic);
    TopicDescription description =
        answer(admin.describeTopics(List.of(topic)).allTopicNames(), topic).get(topic);

    return new LogSource(cluster, topic, description.topicId().toString());
  }

  private static <T> T answer(KafkaFuture<T> future, String topic) {
    try {
      return future.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new FreshetException(
            Fault.CALLER,
            "Topic %s does not exist; run: freshet contract apply".formatted(topic),
            e.getCause());
      }
      throw new FreshetException(
          Fault.DEPENDENCY, "Kafka can't describe topic %s: %s".formatted(topic, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Kafka did not describe topic %s within %d s".formatted(topic, ANSWER_WITHIN.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.DEPENDENCY, "Interrupted while asking Kafka", e);
    }
  }
}
