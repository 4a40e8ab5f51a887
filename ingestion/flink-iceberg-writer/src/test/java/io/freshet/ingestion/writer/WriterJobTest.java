package io.freshet.ingestion.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.LogSource;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.ingestion.writer.sink.LakeSink;
import io.freshet.ingestion.writer.sink.SinkPlan;
import io.freshet.ingestion.writer.sink.WritePath;
import io.freshet.ingestion.writer.source.BatchSource;
import io.freshet.ingestion.writer.source.LedgerOffsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class WriterJobTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final String KAFKA = "127.0.0.1:9092";

  private static Configuration shipped() {
    return new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
  }

  private static StreamExecutionEnvironment define(Configuration configuration) {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    Contracts contracts = Contracts.read(Path.of("../../contracts"));
    SinkPlan plan =
        new SinkPlan(
            List.of(
                new SinkPlan.StreamPlan(
                    contracts.require("dasher_pings"),
                    new LogSource("cluster", "dasher_pings", "topic-id"),
                    1,
                    List.of(),
                    "",
                    false)),
            WritePath.COLUMNAR,
            contracts.deadLetters(),
            contracts.tableCommits(),
            new KafkaSettings(KAFKA, 3),
            RegistrySettings.of("http://127.0.0.1:8081"),
            new LakeSettings(
                "http://127.0.0.1:8181",
                "token",
                "s3://lake",
                new LakeSettings.ObjectStore("", "us-east-1", "", "", false)));
    BatchSource source =
        new BatchSource(
            new KafkaSettings(KAFKA, 1),
            "test",
            List.of("dasher_pings"),
            new LedgerOffsets(Map.of()),
            () -> {
              throw new AssertionError("Nothing runs");
            },
            INTERVAL);
    new WriterJob(source, new LakeSink(plan)).define(environment, INTERVAL);

    return environment;
  }

  private static <T> void assertRefused(ConfigOption<T> option, T value) {
    assertThatThrownBy(() -> define(shipped().set(option, value)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(option.key());
  }

  @Test
  void refusesSettingsThatLoseOrDoubleRows() {
    assertRefused(CheckpointingOptions.ENABLE_UNALIGNED, true);
    assertRefused(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);
  }

  @Test
  void refusesTypesWithoutSerializersOfTheirOwn() {
    assertRefused(PipelineOptions.GENERIC_TYPES, true);
  }

  @Test
  void readsAndWritesInOneTaskWithoutCopying() {
    StreamExecutionEnvironment environment = define(shipped());

    List<String> tasks =
        StreamSupport.stream(
                environment.getStreamGraph(false).getJobGraph().getVertices().spliterator(), false)
            .map(JobVertex::getName)
            .toList();

    assertThat(environment.getConfig().isObjectReuseEnabled()).isTrue();
    assertThat(environment.getCheckpointInterval()).isEqualTo(INTERVAL.toMillis());
    assertThat(tasks)
        .anySatisfy(task -> assertThat(task).contains("Read streams").contains("Write tables"));
  }

  /** State is found again by these: under others a savepoint's would be left behind. */
  @Test
  void keepsTheIdsThatSavepointsKnow() {
    assertThat(define(shipped()).getStreamGraph(false).getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder(
            "read-streams",
            "write-tables",
            "write-tables: merge-checkpoint",
            "Sink Committer: write-tables");
  }
}
