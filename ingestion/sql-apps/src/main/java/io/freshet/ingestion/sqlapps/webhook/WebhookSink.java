package io.freshet.ingestion.sqlapps.webhook;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;

/** Posts rows: each once, after a failure of ours perhaps again, and not at all to who is away. */
final class WebhookSink implements Sink<RowData> {
  private static final long serialVersionUID = 1L;

  private final WebhookTarget target;
  private final WebhookBody bodies;

  WebhookSink(WebhookTarget target, WebhookBody bodies) {
    this.target = target;
    this.bodies = bodies;
  }

  @Override
  public SinkWriter<RowData> createWriter(WriterInitContext context) {
    return new WebhookWriter(target, bodies, context.metricGroup());
  }
}
