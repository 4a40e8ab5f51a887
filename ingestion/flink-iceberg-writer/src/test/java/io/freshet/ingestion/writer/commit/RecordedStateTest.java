package io.freshet.ingestion.writer.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What released versions left in savepoints, read by this one; recorded files never change. {@code
 * -Dfreshet.record=VERSION} records a release, before it is one.
 */
class RecordedStateTest {
  private static final Path RECORDED = Path.of("src", "test", "resources", "recorded-state");
  private static final String MERGER = "merge-checkpoint";
  private static final String COMMITTABLE = "committable.json";
  private static final String VERSION = "committable.properties";
  private static final TableCommittable PENDING = pending();

  static List<Path> releases() throws IOException {
    try (Stream<Path> folders = Files.list(RECORDED)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void commitsWhatAReleaseHadReadyToCommit(Path release) throws IOException {
    Properties written = new Properties();
    written.load(Files.newBufferedReader(release.resolve(VERSION)));

    TableCommittable read =
        new TableCommittableSerializer()
            .deserialize(
                Integer.parseInt(written.getProperty("version")),
                Files.readAllBytes(release.resolve(COMMITTABLE)));

    assertThat(read).usingRecursiveComparison().ignoringFields("received").isEqualTo(PENDING);
    assertThat(read.received().encode()).isEqualTo(PENDING.received().encode());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void startsEachRangeWhereAReleaseHadEnded(Path release) throws Exception {
    try (var merger = merger()) {
      merger.initializeState(OperatorSnapshotUtil.readStateHandle(release.resolve(MERGER) + ""));
      merger.open();

      merger.processElement(
          written(new Range(new Position(2, 5), Range.UNKNOWN, 13, 20, new Counts(7, 0, 0, 0), 99)),
          0);
      merger.prepareSnapshotPreBarrier(2);

      assertThat(merger.extractOutputValues())
          .filteredOn(CommittableWithLineage.class::isInstance)
          .flatExtracting(
              message ->
                  ((CommittableWithLineage<TableCommittable>) message).getCommittable().ranges())
          .extracting(Range::start)
          .containsExactly(11L);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "freshet.record", matches = ".+")
  void records() throws Exception {
    Path release = RECORDED.resolve(System.getProperty("freshet.record"));
    Files.createDirectories(release);
    TableCommittableSerializer serializer = new TableCommittableSerializer();
    Files.write(release.resolve(COMMITTABLE), serializer.serialize(PENDING));
    Files.writeString(release.resolve(VERSION), "version=%d%n".formatted(serializer.getVersion()));
    try (var merger = merger()) {
      merger.open();
      merger.processElement(written(PENDING.ranges().get(0)), 0);
      merger.prepareSnapshotPreBarrier(1);
      OperatorSubtaskState state = merger.snapshot(1, 1);
      OperatorSnapshotUtil.writeStateHandle(state, release.resolve(MERGER) + "");
    }
  }

  private static TableCommittable pending() {
    ReceivedTimes waited = new ReceivedTimes();
    waited.add(1500);
    waited.add(1700);

    return new TableCommittable(
        "raw.pings",
        Set.of("5e1f7a52-0d5c-4c5e-9a8e-6f4f1c8d2b11", "0b7c3a52-0d5c-4c5e-9a8e-6f4f1c8d2b11"),
        new FileSteps(List.of(List.of("{\"content\":\"data\"}"), List.of("{}", "[]"))),
        List.of(new Range(new Position(2, 5), 7, 8, 11, new Counts(2, 1, 0, 1), 99)),
        waited,
        1234);
  }

  private static CommittableMessage<TableCommittable> written(Range range) {
    TableCommittable committable =
        new TableCommittable(
            PENDING.table(),
            PENDING.tableUuids(),
            FileSteps.of(List.of("file")),
            List.of(range),
            new ReceivedTimes(),
            0);

    return new CommittableWithLineage<>(committable, 1, 0);
  }

  private static OneInputStreamOperatorTestHarness<
          CommittableMessage<TableCommittable>, CommittableMessage<TableCommittable>>
      merger() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new CheckpointMerger(
            List.of(
                new CommitTarget(
                    PENDING.table(),
                    Duration.ZERO,
                    new LogSource("cluster", "pings", "topic-1"),
                    List.of()))));
  }
}
