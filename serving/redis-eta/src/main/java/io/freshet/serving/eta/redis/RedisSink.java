package io.freshet.serving.eta.redis;

import java.util.Optional;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes documents to Redis at least once, and so that once more changes nothing. While Redis is
 * away it waits, and the job with it: nothing is lost.
 */
public final class RedisSink implements Sink<RedisWrite> {
  private final RedisTarget target;
  private final Heartbeat heartbeat; // null: none; an Optional is not serializable

  public RedisSink(RedisTarget target) {
    this(target, null);
  }

  private RedisSink(RedisTarget target, Heartbeat heartbeat) {
    this.target = target;
    this.heartbeat = heartbeat;
  }

  /** One whose first subtask also tells that the job lives: all of a job's tasks end together. */
  public RedisSink with(Heartbeat added) {
    return new RedisSink(target, added);
  }

  @Override
  public SinkWriter<RedisWrite> createWriter(WriterInitContext context) {
    RedisWriter writer =
        new RedisWriter(target, context.getProcessingTimeService(), context.metricGroup());
    Optional.ofNullable(heartbeat)
        .filter(given -> context.getTaskInfo().getIndexOfThisSubtask() == 0)
        .ifPresent(writer::beat);

    return writer;
  }
}
