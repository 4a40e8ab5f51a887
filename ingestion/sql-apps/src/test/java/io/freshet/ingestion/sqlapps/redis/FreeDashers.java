package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.ingestion.sqlapps.application.Place;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SinkTable.Column;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LocalZonedTimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/** How many dashers are free in each city, as a table in Redis. */
final class FreeDashers {
  private FreeDashers() {}

  static RowData row(String city, long second, Long free) {
    return GenericRowData.of(
        StringData.fromString(city), TimestampData.fromEpochMillis(1_000 * second), free);
  }

  static RedisWriter writer(RedisSettings target) {
    SinkTable.Redis sink =
        new SinkTable.Redis(
            "free_now",
            "free:{city}",
            "at",
            Duration.ofMinutes(15),
            List.of(
                new Column("city", VarCharType.STRING_TYPE),
                new Column("at", new LocalZonedTimestampType(3)),
                new Column("free", new BigIntType())),
            new Place(1, 1));

    return new RedisWriter(
        target,
        new RedisRows(sink),
        new StoppedClock(),
        UnregisteredMetricsGroup.createSinkWriterMetricGroup());
  }

  /** Flushes happen when a test says so. */
  private static final class StoppedClock implements ProcessingTimeService {
    @Override
    public long getCurrentProcessingTime() {
      return 0;
    }

    @Override
    public ScheduledFuture<?> registerTimer(long time, ProcessingTimeCallback target) {
      return null;
    }
  }
}
