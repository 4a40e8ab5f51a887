package io.freshet.ingestion.writer.commit;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.CommitAnnouncement;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.tracing.Tracing;
import io.freshet.core.tracing.TracingSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessageTypeInfo;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Puts together the half of the sink that commits. */
public final class CommitterFactory {
  private static final String SERVICE = "flink-iceberg-writer";
  private static final String MERGER_UID = "merge-checkpoint";

  private final LakeSettings lake;
  private final KafkaSettings kafka;
  private final RegistrySettings registry;
  private final TracingSettings tracing;

  public CommitterFactory(
      LakeSettings lake, KafkaSettings kafka, RegistrySettings registry, TracingSettings tracing) {
    this.lake = lake;
    this.kafka = kafka;
    this.registry = registry;
    this.tracing = tracing;
  }

  /**
   * @param metrics where it counts spans that no collector took
   */
  public Committer<TableCommittable> create(
      List<CommitTarget> targets, Contract commits, String writer, MetricGroup metrics) {
    Opened opened = new Opened();
    Tracing spans = opened.add(Tracing.open(tracing, SERVICE));
    metrics.gauge("failedSpans", () -> spans.counts().failed());
    metrics.gauge("droppedSpans", () -> spans.counts().dropped());

    return opened.orClose(
        () ->
            new LakeCommitter(
                opened.add(LakeCatalog.open(lake)),
                targets.stream()
                    .collect(Collectors.toMap(CommitTarget::table, Function.identity())),
                opened.add(LogPositions.open(kafka)),
                new TableCommit(InstantSource.system(), writer, spans),
                // Done is what has been announced; a commit that was not is announced again.
                CommitAnnouncement.by(opened.add(commitsTopic(commits))::deliver),
                opened.add(new CommitWorkers(targets.size())).threads(),
                opened));
  }

  private AwaitedProducer commitsTopic(Contract commits) {
    return AwaitedProducer.open(
        commits, kafka, new HttpSchemaRegistry(registry), "/freshet/writer");
  }

  /** One merger and, behind it, one committer: a table gets one commit per checkpoint. */
  public static DataStream<CommittableMessage<TableCommittable>> merge(
      DataStream<CommittableMessage<TableCommittable>> written, List<CommitTarget> targets) {
    return written
        .global()
        .transform(
            "Merge checkpoint",
            CommittableMessageTypeInfo.of(TableCommittableSerializer::new),
            new CheckpointMerger(targets))
        .uid(MERGER_UID)
        .setParallelism(1)
        .setMaxParallelism(1)
        .global();
  }
}
