package io.freshet.ingestion.writer.sink;

import io.freshet.core.envelope.batch.LogBatch;
import io.freshet.ingestion.writer.commit.CommitterFactory;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.commit.TableCommittableSerializer;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPreCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Appends the records of a pool of streams to their Iceberg tables, each exactly once: parallel
 * writers make files, one merger makes a committable per table and checkpoint, one committer
 * commits it in a transaction that carries the ledger.
 */
public final class LakeSink
    implements Sink<LogBatch>,
        SupportsCommitter<TableCommittable>,
        SupportsPreCommitTopology<TableCommittable, TableCommittable> {
  private static final long serialVersionUID = 1L;

  private final SinkPlan plan;

  public LakeSink(SinkPlan plan) {
    this.plan = plan;
  }

  @Override
  public SinkWriter<LogBatch> createWriter(WriterInitContext context) {
    return LakeSinkWriter.open(plan, context.getTaskInfo());
  }

  @Override
  public Committer<TableCommittable> createCommitter(CommitterInitContext context) {
    return new CommitterFactory(plan.lake(), plan.kafka(), plan.registry(), plan.tracing())
        .create(
            LakeSinkWriter.targets(plan),
            plan.commits(),
            "writer/" + context.getJobInfo().getJobId(),
            context.metricGroup());
  }

  @Override
  public DataStream<CommittableMessage<TableCommittable>> addPreCommitTopology(
      DataStream<CommittableMessage<TableCommittable>> written) {
    return CommitterFactory.merge(written, LakeSinkWriter.targets(plan));
  }

  @Override
  public SimpleVersionedSerializer<TableCommittable> getCommittableSerializer() {
    return new TableCommittableSerializer();
  }

  @Override
  public SimpleVersionedSerializer<TableCommittable> getWriteResultSerializer() {
    return new TableCommittableSerializer();
  }
}
