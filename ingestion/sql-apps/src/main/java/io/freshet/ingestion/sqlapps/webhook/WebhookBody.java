package io.freshet.ingestion.sqlapps.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.table.ColumnTexts;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.flink.table.data.RowData;

/** What is posted of a row: a JSON object of its columns; times as ISO 8601, no value as null. */
final class WebhookBody implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ColumnTexts columns;

  WebhookBody(SinkTable.Webhook sink) {
    this.columns = new ColumnTexts(sink.columns());
  }

  byte[] of(RowData row) {
    ObjectNode body = JSON.createObjectNode();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.name(i);
      columns
          .value(row, i)
          .ifPresentOrElse(value -> put(body, name, value), () -> body.putNull(name));
    }

    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void put(ObjectNode body, String name, Object value) {
    if (value instanceof Boolean flag) {
      body.put(name, flag);
    } else if (value instanceof Integer number) {
      body.put(name, number);
    } else if (value instanceof Long number) {
      body.put(name, number);
    } else if (value instanceof Double number) {
      body.put(name, number);
    } else if (value instanceof BigDecimal number) {
      body.put(name, number);
    } else {
      body.put(name, value.toString());
    }
  }
}
