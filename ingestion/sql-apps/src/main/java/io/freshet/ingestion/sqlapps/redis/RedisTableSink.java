package io.freshet.ingestion.sqlapps.redis;

import io.freshet.core.toolkit.RedisSettings;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SinkTable.Column;
import io.freshet.ingestion.sqlapps.table.NamedSink;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.types.utils.TypeConversions;
import org.apache.flink.types.RowKind;

/** Hashes in Redis as a table that SQL inserts into, and whose rows SQL may change. */
public final class RedisTableSink implements DynamicTableSink {
  private final SinkTable.Redis sink;
  private final Supplier<RedisSettings> target;

  /**
   * @param target asked only where the job is made
   */
  public RedisTableSink(SinkTable.Redis sink, Supplier<RedisSettings> target) {
    this.sink = sink;
    this.target = target;
  }

  /** The columns of the key are the table's key. */
  public static Schema schema(SinkTable.Redis sink) {
    List<String> key = RedisRows.keyColumns(sink.key());
    Schema.Builder schema = Schema.newBuilder();
    for (Column column : sink.columns()) {
      schema.column(
          column.name(),
          TypeConversions.fromLogicalToDataType(column.type().copy(!key.contains(column.name()))));
    }

    return schema.primaryKey(key).build();
  }

  /** Nothing is deleted: what is over goes by its time to live. */
  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return ChangelogMode.newBuilder()
        .addContainedKind(RowKind.INSERT)
        .addContainedKind(RowKind.UPDATE_AFTER)
        .build();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return new NamedSink(sink.table(), () -> new RedisSink(target.get(), new RedisRows(sink)));
  }

  @Override
  public DynamicTableSink copy() {
    return new RedisTableSink(sink, target);
  }

  @Override
  public String asSummaryString() {
    return "Redis " + sink.table();
  }
}
