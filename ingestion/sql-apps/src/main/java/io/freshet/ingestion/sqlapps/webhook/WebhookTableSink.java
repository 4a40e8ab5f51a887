package io.freshet.ingestion.sqlapps.webhook;

import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.application.SinkTable.Column;
import io.freshet.ingestion.sqlapps.table.NamedSink;
import java.util.function.Supplier;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.types.utils.TypeConversions;

/** A webhook as a table that SQL inserts into. */
public final class WebhookTableSink implements DynamicTableSink {
  private final SinkTable.Webhook sink;
  private final Supplier<WebhookTarget> target;

  /**
   * @param target asked only where the job is made
   */
  public WebhookTableSink(SinkTable.Webhook sink, Supplier<WebhookTarget> target) {
    this.sink = sink;
    this.target = target;
  }

  public static Schema schema(SinkTable.Webhook sink) {
    Schema.Builder schema = Schema.newBuilder();
    for (Column column : sink.columns()) {
      schema.column(column.name(), TypeConversions.fromLogicalToDataType(column.type()));
    }

    return schema.build();
  }

  /** What was told can't be taken back. */
  @Override
  public ChangelogMode getChangelogMode(ChangelogMode requestedMode) {
    return ChangelogMode.insertOnly();
  }

  @Override
  public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
    return new NamedSink(sink.table(), () -> new WebhookSink(target.get(), new WebhookBody(sink)));
  }

  @Override
  public DynamicTableSink copy() {
    return new WebhookTableSink(sink, target);
  }

  @Override
  public String asSummaryString() {
    return "Webhook " + sink.to();
  }
}
