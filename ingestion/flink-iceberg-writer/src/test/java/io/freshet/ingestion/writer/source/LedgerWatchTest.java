package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerWatchTest {
  private static final String TRIPS = "trips";
  private static final TopicPartition FIRST = new TopicPartition(TRIPS, 0);
  private static final TopicPartition NEVER_READ = new TopicPartition(TRIPS, 1);

  private final Coordinator coordinator = new Coordinator();
  private final Partitions partitions = new Partitions();
  private final Catalog catalog = new Catalog();
  private final LedgerWatch watch =
      new LedgerWatch(coordinator, partitions, catalog, Duration.ofSeconds(10));

  @BeforeEach
  void start() {
    watch.start();
    watch.addReader(0);
  }

  @Test
  void looksAtNoTableBeforeSomethingMustBeThere() {
    coordinator.timeGoesOn();
    report(10, 2);
    coordinator.timeGoesOn();

    assertThat(catalog.opened).isZero();
  }

  @Test
  void parksAStreamForEveryReaderAndSendsItBackToWhereItsTableEnds() {
    coordinator.readers.put(1, new ReaderInfo(1, "here"));
    catalog.stand = new TableStand.Unfit("gone");
    report(10, 3);
    coordinator.timeGoesOn();

    assertThat(coordinator.told).containsExactly("0 Park[topic=trips]", "1 Park[topic=trips]");

    coordinator.told.clear();
    catalog.stand = new TableStand.Ready(Map.of(FIRST, 7L), Map.of(FIRST, 2L, NEVER_READ, 5L), "");
    report(10, 3);
    coordinator.timeGoesOn();

    GoBack back =
        new GoBack(
            TRIPS,
            new HashMap<>(
                Map.of(FIRST, new GoBack.Place(7, 7), NEVER_READ, new GoBack.Place(5, 0))));
    assertThat(coordinator.told).containsExactly("0 " + back, "1 " + back);
  }

  @Test
  void parksNothingWhenTablesCantBeLookedAt() {
    catalog.isAway = true;
    report(10, 3);
    coordinator.timeGoesOn();
    assertThat(coordinator.told).isEmpty();

    catalog.isAway = false;
    catalog.stand = new TableStand.Unfit("gone");
    coordinator.timeGoesOn();
    assertThat(coordinator.told).containsExactly("0 Park[topic=trips]");
  }

  @Test
  void tellsReadersOnceOfAContractThatWasAppliedSince() {
    catalog.stand = following("another");
    report(10, 3);
    coordinator.timeGoesOn();
    assertThat(coordinator.told).containsExactly("0 Follow[topic=trips]");

    report(11, 3);
    coordinator.timeGoesOn();
    assertThat(coordinator.told).hasSize(1);

    catalog.stand = following("");
    report(12, 3);
    coordinator.timeGoesOn();
    assertThat(coordinator.told).as("the job's own again").hasSize(2);
  }

  @Test
  void tellsReadersThatBeginAnewAgain() {
    catalog.stand = following("another");
    report(10, 3);
    coordinator.timeGoesOn();

    watch.addReader(0);
    report(11, 3);
    coordinator.timeGoesOn();

    assertThat(coordinator.told).containsExactly("0 Follow[topic=trips]", "0 Follow[topic=trips]");
  }

  @Test
  void looksAgainForAContractWhenTablesCouldNotBeLookedAt() {
    catalog.stand = following("another");
    catalog.isAway = true;
    report(10, 3);
    coordinator.timeGoesOn();
    assertThat(coordinator.told).isEmpty();

    catalog.isAway = false;
    coordinator.timeGoesOn();
    assertThat(coordinator.told).containsExactly("0 Follow[topic=trips]");
  }

  private static TableStand.Ready following(String applied) {
    return new TableStand.Ready(Map.of(FIRST, 20L), Map.of(), applied);
  }

  @Test
  void leavesToFlinksEnumeratorWhatIsNotItsOwn() throws IOException {
    SourceEvent other = new SourceEvent() {};
    watch.handleSourceEvent(0, other);
    report(10, 3);
    coordinator.timeGoesOn();
    watch.close();

    assertThat(partitions.heard).containsExactly("start", "reader 0", "event", "close");
    assertThat(catalog.closed).isEqualTo(1);
  }

  private void report(long end, int times) {
    for (int i = 0; i < times; i++) {
      watch.handleSourceEvent(0, new ReadUpTo(new HashMap<>(Map.of(FIRST, end))));
    }
  }

  /** Where tables stand, as this test says. */
  private static final class Catalog implements TableStands.Opener, TableStands {
    private static final long serialVersionUID = 1L;

    private transient TableStand stand = new TableStand.Ready(Map.of(FIRST, 10L), Map.of(), "");
    private boolean isAway;
    private int opened;
    private int closed;

    @Override
    public TableStands open() {
      opened++;

      return this;
    }

    @Override
    public TableStand of(String topic) {
      if (isAway) {
        throw new IllegalStateException("The catalog is away");
      }

      return stand;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  /** Stands where Flink's enumerator does, and tells what reached it. */
  private static final class Partitions
      implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void start() {
      heard.add("start");
    }

    @Override
    public void handleSplitRequest(int reader, String requester) {
      heard.add("request");
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int reader) {
      heard.add("back");
    }

    @Override
    public void addReader(int reader) {
      heard.add("reader " + reader);
    }

    @Override
    public void handleSourceEvent(int reader, SourceEvent event) {
      heard.add("event");
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpoint) {
      throw new IllegalStateException("Nobody asked for a checkpoint");
    }

    @Override
    public void close() {
      heard.add("close");
    }
  }

  /** Flink's coordinator with one reader; time goes on when the test says so. */
  private static final class Coordinator implements SplitEnumeratorContext<KafkaPartitionSplit> {
    private final Map<Integer, ReaderInfo> readers =
        new HashMap<>(Map.of(0, new ReaderInfo(0, "here")));
    private final List<String> told = new ArrayList<>();
    private Runnable regularly = () -> {};

    void timeGoesOn() {
      regularly.run();
    }

    @Override
    public <T> void callAsync(
        Callable<T> call, BiConsumer<T, Throwable> handler, long delay, long period) {
      regularly = () -> callAsync(call, handler);
    }

    @Override
    public <T> void callAsync(Callable<T> call, BiConsumer<T, Throwable> handler) {
      T answer;
      try {
        answer = call.call();
      } catch (Exception e) {
        handler.accept(null, e);
        return;
      }
      handler.accept(answer, null);
    }

    @Override
    public void sendEventToSourceReader(int reader, SourceEvent event) {
      told.add(reader + " " + event);
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
      return readers;
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
      return UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup();
    }

    @Override
    public int currentParallelism() {
      return readers.size();
    }

    @Override
    public void assignSplits(SplitsAssignment<KafkaPartitionSplit> assignment) {
      throw new IllegalStateException("Only Flink's enumerator assigns");
    }

    @Override
    public void signalNoMoreSplits(int reader) {
      throw new IllegalStateException("A stream has no end");
    }

    @Override
    public void runInCoordinatorThread(Runnable action) {
      action.run();
    }
  }
}
