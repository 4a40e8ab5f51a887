package io.freshet.ingestion.sqlapps.webhook;

import java.util.Optional;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.table.data.RowData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts each row as it comes. One that can't be delivered is counted, logged and given up. */
final class WebhookWriter implements SinkWriter<RowData> {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookWriter.class);

  private final WebhookTarget target;
  private final WebhookBody bodies;
  private final WebhookCalls calls;
  private final Counter sent;
  private final Counter givenUp;

  WebhookWriter(WebhookTarget target, WebhookBody bodies, SinkWriterMetricGroup metrics) {
    this.target = target;
    this.bodies = bodies;
    this.calls = new WebhookCalls(target, WebhookCalls.Pace.USUAL);
    this.sent = metrics.getNumRecordsSendCounter();
    this.givenUp = metrics.getNumRecordsSendErrorsCounter();
  }

  @Override
  public void write(RowData row, Context context) throws InterruptedException {
    Optional<String> problem = calls.post(bodies.of(row));
    if (problem.isEmpty()) {
      sent.inc();
    } else {
      givenUp.inc();
      LOG.error("Alert given up webhook={} problem={}", target.name(), problem.get());
    }
  }

  /** Nothing waits: a row is posted before the next is taken. */
  @Override
  public void flush(boolean endOfInput) {}

  @Override
  public void close() {}
}
