package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.toolkit.RedisSettings;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/**
 * Writes rows as hashes at least once, and so that once more changes nothing. While Redis is away
 * it waits, and the job with it.
 */
final class RedisSink implements Sink<RowData> {
  private static final long serialVersionUID = 1L;

  private final RedisSettings target;
  private final RedisRows rows;

  RedisSink(RedisSettings target, RedisRows rows) {
    this.target = target;
    this.rows = rows;
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) {
    return new RedisWriter(target, rows, context.getProcessingTimeService(), context.metricGroup());
  }
}
