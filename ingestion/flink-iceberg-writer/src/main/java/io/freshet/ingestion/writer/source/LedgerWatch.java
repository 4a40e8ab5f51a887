package io.freshet.ingestion.writer.source;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.util.IOUtils;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a stream whose table takes no commits holds up nobody and loses nothing: while
 * the others go on, it is parked, and once its table can be written to again it is read from where
 * the table's ledger ends. Where it looks it sees contracts, too, and lets all who write know of
 * another. Which partitions there are is the business of Flink's enumerator behind it.
 */
final class LedgerWatch implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerWatch.class);

  private final SplitEnumeratorContext<KafkaPartitionSplit> context;
  private final SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> partitions;
  private final Duration interval;
  private final StreamStands streams = new StreamStands();
  private final Tables tables;

  /** The contracts that readers have been told of, by their topics. */
  private final Map<String, String> followed = new HashMap<>();

  /**
   * @param interval between two looks at tables
   */
  LedgerWatch(
      SplitEnumeratorContext<KafkaPartitionSplit> context,
      SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> partitions,
      TableStands.Opener tables,
      Duration interval) {
    this.context = context;
    this.partitions = partitions;
    this.interval = interval;
    this.tables = new Tables(tables);
  }

  /** What is done beside the coordinator's thread, as it waits for others. */
  private static final class Tables implements AutoCloseable {
    private final TableStands.Opener opener;
    private final AtomicReference<Set<String>> topics = new AtomicReference<>(Set.of());
    private TableStands stands;

    Tables(TableStands.Opener opener) {
      this.opener = opener;
    }

    synchronized Map<String, TableStand> ask() {
      Map<String, TableStand> answers = new HashMap<>();
      for (String topic : topics.get()) {
        if (stands == null) {
          stands = opener.open();
        }
        answers.put(topic, stands.of(topic));
      }

      return answers;
    }

    @Override
    public synchronized void close() throws Exception {
      if (stands != null) {
        stands.close();
      }
    }
  }

  @Override
  public void start() {
    partitions.start();
    context.metricGroup().gauge("parkedStreams", streams::parked);
    context.callAsync(tables::ask, this::hear, interval.toMillis(), interval.toMillis());
  }

  private void hear(Map<String, TableStand> stands, Throwable failure) {
    if (failure != null) {
      // What keeps the tables from being looked at keeps them from being written to as well.
      LOG.warn("Tables were not looked at cause={}", failure.toString());
      return;
    }
    stands.forEach(
        (topic, stand) -> {
          streams.judge(topic, stand).ifPresent(this::carryOut);
          if (stand instanceof TableStand.Ready ready) {
            follow(topic, ready.appliedSince());
          }
        });
    tables.topics.set(streams.inQuestion());
  }

  private void follow(String topic, String applied) {
    if (!applied.equals(followed.getOrDefault(topic, ""))) {
      LOG.info("Table has another contract topic={}", topic);
      followed.put(topic, applied);
      tell(new Follow(topic));
    }
  }

  private void carryOut(StreamStands.Order order) {
    if (order instanceof StreamStands.Order.Wait wait) {
      LOG.warn("Stream is parked topic={} reason={}", wait.topic(), wait.reason());
      tell(new Park(wait.topic()));
    } else if (order instanceof StreamStands.Order.WaitOn wait) {
      LOG.warn("Stream stays parked topic={} reason={}", wait.topic(), wait.reason());
    } else if (order instanceof StreamStands.Order.Return back) {
      HashMap<TopicPartition, GoBack.Place> places = new HashMap<>();
      back.stand()
          .beginnings()
          .keySet()
          .forEach(partition -> places.put(partition, place(partition, back.stand())));
      LOG.warn(
          "Stream goes back to the end of its table topic={} ends={}",
          back.topic(),
          back.stand().ends());
      tell(new GoBack(back.topic(), places));
    }
  }

  private static GoBack.Place place(TopicPartition partition, TableStand.Ready stand) {
    return new GoBack.Place(stand.lacksFrom(partition), stand.ends().getOrDefault(partition, 0L));
  }

  private void tell(SourceEvent order) {
    context
        .registeredReaders()
        .keySet()
        .forEach(reader -> context.sendEventToSourceReader(reader, order));
  }

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof ReadUpTo read) {
      streams.report(reader, read.ends());
      tables.topics.set(streams.inQuestion());
    } else {
      partitions.handleSourceEvent(reader, event);
    }
  }

  @Override
  public void addReader(int reader) {
    streams.begins(reader);
    followed.clear(); // it was opened at some time, and may have missed what others were told
    partitions.addReader(reader);
  }

  @Override
  public void handleSplitRequest(int reader, String requester) {
    partitions.handleSplitRequest(reader, requester);
  }

  @Override
  public void addSplitsBack(List<KafkaPartitionSplit> splits, int reader) {
    partitions.addSplitsBack(splits, reader);
  }

  @Override
  public KafkaSourceEnumState snapshotState(long checkpoint) throws Exception {
    return partitions.snapshotState(checkpoint);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    partitions.notifyCheckpointComplete(checkpoint);
  }

  @Override
  public void close() throws IOException {
    try {
      IOUtils.closeAll(partitions, tables);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
