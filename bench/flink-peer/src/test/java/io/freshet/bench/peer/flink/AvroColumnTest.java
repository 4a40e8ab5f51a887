package io.freshet.bench.peer.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.apache.flink.table.data.GenericRowData;
import org.junit.jupiter.api.Test;

class AvroColumnTest {
  private static final Schema SCHEMA =
      SchemaBuilder.record("pings")
          .fields()
          .requiredString("market")
          .optionalLong("order_id")
          .name("latitude")
          .type(LogicalTypes.decimal(9, 6).addToSchema(Schema.create(Schema.Type.BYTES)))
          .noDefault()
          .name("event_time")
          .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
          .noDefault()
          .endRecord();

  @Test
  void copiesEveryTypeThatPingsHave() {
    GenericRowData row = row(ping("-33.856784", 1_780_000_000_123_456L).set("order_id", 12L));

    assertThat(row.getString(0)).hasToString("paris");
    assertThat(row.getLong(1)).isEqualTo(12);
    assertThat(row.getDecimal(2, 9, 6).toBigDecimal()).isEqualTo(new BigDecimal("-33.856784"));
    assertThat(row.getTimestamp(3, 6).toInstant()).hasToString("2026-05-28T20:26:40.123456Z");
  }

  @Test
  void readsNumbersOfFewerBytesAndTimesBefore1970() {
    GenericRowData row = row(ping("0.000200", -1L));

    assertThat(row.getDecimal(2, 9, 6).toBigDecimal()).isEqualTo(new BigDecimal("0.000200"));
    assertThat(row.getTimestamp(3, 6).toInstant()).hasToString("1969-12-31T23:59:59.999999Z");
  }

  @Test
  void leavesNullWhatIsNull() {
    assertThat(row(ping("1.000000", 0)).isNullAt(1)).isTrue();
  }

  private static GenericRecordBuilder ping(String latitude, long micros) {
    return new GenericRecordBuilder(SCHEMA)
        .set("market", new Utf8("paris"))
        .set("latitude", ByteBuffer.wrap(new BigDecimal(latitude).unscaledValue().toByteArray()))
        .set("event_time", micros);
  }

  private static GenericRowData row(GenericRecordBuilder payload) {
    GenericRowData row = new GenericRowData(SCHEMA.getFields().size());
    SCHEMA.getFields().stream()
        .map(field -> AvroColumn.of(field, field.pos()))
        .forEach(column -> column.copy(payload.build(), row));

    return row;
  }
}
