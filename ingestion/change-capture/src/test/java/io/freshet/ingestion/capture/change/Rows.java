package io.freshet.ingestion.capture.change;

import io.freshet.ingestion.capture.change.Change.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Rows and what Debezium tells of them, as its engine hands them over. */
final class Rows {
  static final long COMMITTED_MICROS = 1_790_000_000_123_456L;

  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("txId", Schema.OPTIONAL_INT64_SCHEMA)
          .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .field("ts_ms", Schema.INT64_SCHEMA)
          .field("ts_us", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private final List<String> names = new ArrayList<>();
  private final List<Schema> schemas = new ArrayList<>();
  private final Map<String, Object> values = new HashMap<>();

  /** An order with all that its contract requires but the event time. */
  static Rows order() {
    return new Rows()
        .with("market", Schema.STRING_SCHEMA, "m1")
        .with("order_id", Schema.INT64_SCHEMA, 7L)
        .with("version", Schema.INT64_SCHEMA, 1L)
        .with("state", Schema.STRING_SCHEMA, "open")
        .with("internal", Schema.STRING_SCHEMA, "ours");
  }

  Rows with(String name, Schema schema, Object value) {
    names.add(name);
    schemas.add(schema);
    values.put(name, value);

    return this;
  }

  Struct build() {
    SchemaBuilder schema = SchemaBuilder.struct();
    for (int i = 0; i < names.size(); i++) {
      schema.field(names.get(i), schemas.get(i));
    }
    Struct row = new Struct(schema.build());
    names.forEach(name -> row.put(name, values.get(name)));

    return row;
  }

  Change changed(Kind kind) {
    return new Change("public.orders", kind, build(), new ChangeId(742, 0x17, 0), COMMITTED_MICROS);
  }

  /** As the engine tells it, with what it has as its offset. */
  static SourceRecord told(String operation, long transaction, long lsn, Map<String, ?> offset) {
    Struct row = order().build();
    SchemaBuilder schema =
        SchemaBuilder.struct().field("op", Schema.STRING_SCHEMA).field("source", SOURCE);
    boolean hasRow = !operation.equals("t") && !operation.equals("m");
    if (hasRow) {
      schema.field("before", row.schema()).field("after", row.schema());
    }
    Struct source =
        new Struct(SOURCE)
            .put("schema", "public")
            .put("table", "orders")
            .put("txId", transaction)
            .put("lsn", lsn)
            .put("ts_ms", COMMITTED_MICROS / 1000)
            .put("ts_us", COMMITTED_MICROS);
    Struct value = new Struct(schema.build()).put("op", operation).put("source", source);
    if (hasRow) {
      value.put("before", row).put("after", row);
    }

    return new SourceRecord(Map.of(), offset, "topic", value.schema(), value);
  }
}
