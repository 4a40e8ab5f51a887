package io.freshet.serving.eta.redis;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Writes documents to Redis at least once, and so that once more changes nothing. While Redis is
 * away it waits, and the job with it: nothing is lost.
 */
public final class RedisSink implements Sink<RedisWrite> {
  private final RedisTarget target;

  public RedisSink(RedisTarget target) {
    this.target = target;
  }

  @Override
  public SinkWriter<RedisWrite> createWriter(WriterInitContext context) {
    return new RedisWriter(target, context.getProcessingTimeService(), context.metricGroup());
  }
}
